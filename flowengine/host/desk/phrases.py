"""What the host itself says to people who wait or talk, in every language it ships with.

Whole sentences of the desk's own doing: no flow is running at that moment that could say them.
"""

from __future__ import annotations

from flowengine.desk.moves.words import LOST, SOUGHT, TAKEN

UNREACHED, RENEWED, PHONED = "unreached", "renewed", "phoned"

_PHRASES: dict[str, dict[str, str]] = {
    LOST: {
        "en": "The connection to your adviser broke. They may be back in a moment; please stay.",
        "uk": "Зв’язок із консультантом перервався. За мить він може відновитися; не йдіть,"
        " будь ласка.",
        "ru": "Связь с консультантом прервалась. Через мгновение она может восстановиться;"
        " пожалуйста, не уходите.",
        "hr": "Veza sa savjetnikom je prekinuta. Možda se odmah vrati; molimo ostanite.",
        "fa": "ارتباط با مشاور شما قطع شد. شاید تا لحظه‌ای دیگر برگردد؛ لطفاً بمانید.",
    },
    SOUGHT: {
        "en": "We are looking for somebody else for you. You are next, and nothing you said is"
        " lost.",
        "uk": "Ми шукаємо для вас когось іншого. Ви перші в черзі, і нічого зі сказаного не"
        " втрачено.",
        "ru": "Мы ищем для вас кого-то другого. Вы первые в очереди, и ничего из сказанного не"
        " потеряно.",
        "hr": "Tražimo nekoga drugoga za vas. Vi ste sljedeći, i ništa što ste rekli nije"
        " izgubljeno.",
        "fa": "برای شما به دنبال فرد دیگری هستیم. نوبت بعدی از آن شماست و هیچ‌یک از گفته‌هایتان"
        " از دست نرفته است.",
    },
    TAKEN: {
        "en": "{name} is with you now.",
        "uk": "Тепер з вами {name}.",
        "ru": "Теперь с вами {name}.",
        "hr": "Sada je s vama {name}.",
        "fa": "اکنون {name} با شماست.",
    },
    RENEWED: {
        "en": "You had asked for a call already. There will be one call only, as you wish it now;"
        " your place stays.",
        "uk": "Ви вже просили про дзвінок. Дзвінок буде один, так, як ви хочете тепер; ваше місце в"
        " черзі збережено.",
        "ru": "Вы уже просили о звонке. Звонок будет один, так, как вы хотите теперь; ваше место в"
        " очереди сохранено.",
        "hr": "Već ste tražili poziv. Bit će samo jedan poziv, onako kako sada želite; vaše mjesto"
        " u redu ostaje.",
        "fa": "پیش‌تر هم درخواست تماس کرده بودید. فقط یک تماس گرفته می‌شود، همان‌طور که اکنون"
        " خواسته‌اید؛ نوبت شما محفوظ است.",
    },
    PHONED: {
        "en": "One of us is just phoning this number, as you had asked. If we do not reach you, we"
        " will call again as you wish it now.",
        "uk": "Хтось із нас саме зараз телефонує на цей номер, як ви просили. Якщо ми вас не"
        " застанемо, зателефонуємо ще раз так, як ви хочете тепер.",
        "ru": "Кто-то из нас как раз звонит на этот номер, как вы просили. Если мы вас не"
        " застанем, позвоним ещё раз так, как вы хотите теперь.",
        "hr": "Netko od nas upravo zove ovaj broj, kako ste tražili. Ako vas ne dobijemo, nazvat"
        " ćemo opet onako kako sada želite.",
        "fa": "همان‌طور که خواسته بودید، یکی از ما همین حالا با این شماره تماس می‌گیرد. اگر نتوانیم"
        " با شما صحبت کنیم، دوباره همان‌طور که اکنون خواسته‌اید تماس می‌گیریم.",
    },
    UNREACHED: {
        "en": "We tried to phone you, as you asked. You can call us again at any time.",
        "uk": "Ми телефонували вам, як ви просили. Ви можете зателефонувати нам знову будь-коли.",
        "ru": "Мы звонили вам, как вы просили. Вы можете позвонить нам снова в любое время.",
        "hr": "Pokušali smo vas nazvati, kako ste tražili. Možete nas ponovno nazvati u svako"
        " doba.",
        "fa": "همان‌طور که خواسته بودید با شما تماس گرفتیم. هر زمان می‌توانید دوباره با ما تماس"
        " بگیرید.",
    },
}


def phrase(language: str, name: str, /, **holes: str) -> tuple[str, str]:
    """The words and the language they are in: English where that one is not known."""
    texts = _PHRASES[name]
    found = language if language in texts else "en"
    return texts[found].format(**holes), found
