"""English is read as somebody who speaks it would read it."""

from __future__ import annotations

import pytest

from flowengine.speech.voices.aloud import read_aloud


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("On 5 March 2027 at 09:00.", "On the fifth of March twenty twenty-seven at nine a.m."),
        ("5 Mar 2027", "the fifth of March twenty twenty-seven"),
        ("05/03/2027", "the fifth of March twenty twenty-seven"),
        ("2027-03-05", "the fifth of March twenty twenty-seven"),
        (
            "Friday, 5 March 2027, 11:00",
            "Friday, the fifth of March twenty twenty-seven, eleven a.m.",
        ),
        ("the 5th of March", "the fifth of March"),
        ("from 5 to 7 March", "from the fifth of March to the seventh of March"),
        (
            "March 5, 2027: early admission",
            "the fifth of March twenty twenty-seven: early admission",
        ),
        ("1 October 2005", "the first of October two thousand and five"),
        ("31/31/2027", "thirty-one over thirty-one over two thousand and twenty-seven"),
        ("tomorrow at 09:05", "tomorrow at nine oh five a.m."),
        ("today at 14:30", "today at two thirty p.m."),
        ("00:00 or 12:00 or 12:30", "midnight or noon or twelve thirty p.m."),
        ("Open from 9:00 to 17:00.", "Open from nine a.m. to five p.m."),
        (
            "We are here 9:00-17:00, between 9:00 and 17:30.",
            "We are here from nine a.m. to five p.m., between nine a.m. and five thirty p.m.",
        ),
        ("Mon-Fri 9am-5pm", "Monday to Friday nine a.m. to five p.m."),
        ("at 9 p.m.", "at nine p.m."),
        ("€1,234.50", "one thousand two hundred and thirty-four euros and fifty cents"),
        ("€20 and $1", "twenty euros and one dollar"),
        ("£0.50, 25p", "fifty pence, twenty-five pence"),
        ("20 EUR", "twenty euros"),
        ("€2 million", "two million euros"),
        ("3.5 million", "three point five million"),
        ("10,000 euros", "ten thousand euros"),
        ("0.05", "zero point zero five"),
        ("1,000,000", "one million"),
        ("The number is 4 7 1 1.", "The number is four seven, one one."),
        ("Your code is 4711.", "Your code is four seven, one one."),
        (
            "Your parcel has the number 482913.",
            "Your parcel has the number four eight two, nine one three.",
        ),
        ("You are number 3 in the queue.", "You are number three in the queue."),
        (
            "+380 50 111 22 33",
            "plus three eight zero, five zero, one one one, two two, three three",
        ),
        ("0501112233", "zero five zero, one one one, two two, three three"),
        ("+442079460123", "plus four four, two zero, seven nine four six, zero one two three"),
        ("call 555-1234", "call five five five, one two three four"),
        ("0800 123 456", "zero eight zero zero, one two three, four five six"),
        (
            "Call 999 or 112. 116 123",
            "Call nine nine nine or one one two. one one six, one two three",
        ),
        ("4–6 minutes", "four to six minutes"),
        ("1 minute", "one minute"),
        ("years 2027 to 2030", "years twenty twenty-seven to twenty thirty"),
        ("in 2005, 1999, 1900", "in two thousand and five, nineteen ninety-nine, nineteen hundred"),
        ("the 1990s", "the nineteen nineties"),
        ("info_x@example.org", "info underscore x at example dot org"),
        ("www.example.org/help-me.", "example dot org slash help dash me."),
        ("https://example.org/a?token=zz9", "example dot org slash a"),
        ("25%", "twenty-five percent"),
        ("4 % of your income", "four percent of your income"),
        ("-5 °C", "minus five degrees"),
        ("2 kg, 1 h, 30 min.", "two kilograms, one hour, thirty minutes."),
        ("FB-2931", "F B, two nine, three one"),
        ("A12, COVID-19", "ay twelve, COVID-nineteen"),
        ("1st, 2nd, 21st floor", "first, second, twenty-first floor"),
        (
            "Dr. Smith, 12 High St. near St. Paul's.",
            "Doctor Smith, twelve High Street near Saint Paul's.",
        ),
        ("24/7", "twenty-four seven"),
        ("1/2", "one over two"),
        ("12345 people", "twelve thousand three hundred and forty-five people"),
        ("000123", "zero zero zero, one two three"),
        (
            "12345678901234",
            "one two, three four five, six seven eight, nine zero one, two three four",
        ),
        ("A & B", "A and B"),
        ("Please press 1.", "Please press one."),
    ],
)
def test_what_is_read(text: str, said: str) -> None:
    assert read_aloud(text, "en") == said
