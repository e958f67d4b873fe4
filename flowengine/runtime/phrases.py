"""The few words the engine itself says, in every language it ships with; else in English.

Whole sentences to a person stand in `language/standard/standard.flow`, where a project can replace
them. Here is only what is woven into other texts.
"""

from __future__ import annotations

_PHRASES: dict[str, dict[str, str]] = {
    "yes": {"en": "Yes", "uk": "Так", "ru": "Да", "hr": "Da", "fa": "بله"},
    "no": {"en": "No", "uk": "Ні", "ru": "Нет", "hr": "Ne", "fa": "خیر"},
    "more": {"en": "More", "uk": "Далі", "ru": "Далее", "hr": "Dalje", "fa": "بعدی"},
    "less": {"en": "Back", "uk": "Назад", "ru": "Назад", "hr": "Natrag", "fa": "قبلی"},
    "next": {"en": "Next", "uk": "Наступне", "ru": "Следующее", "hr": "Sljedeće", "fa": "بعدی"},
    "previous": {
        "en": "Previous", "uk": "Попереднє", "ru": "Предыдущее", "hr": "Prethodno", "fa": "قبلی",
    },
    "right?": {
        "en": "{}. Is that right?", "uk": "{}. Правильно?", "ru": "{}. Верно?",
        "hr": "{}. Je li to točno?", "fa": "{}. درست است؟",
    },
    "did you mean": {
        "en": "Did you mean {}?", "uk": "Ви мали на увазі {}?", "ru": "Вы имели в виду {}?",
        "hr": "Jeste li mislili {}?", "fa": "منظورتان {} بود؟",
    },
    "which one": {
        "en": "Which one do you mean?", "uk": "Що саме ви маєте на увазі?",
        "ru": "Что именно вы имеете в виду?", "hr": "Na što točno mislite?",
        "fa": "منظورتان کدام است؟",
    },
    "needed": {
        "en": "This question needs an answer.", "uk": "На це запитання потрібна відповідь.",
        "ru": "На этот вопрос нужен ответ.", "hr": "Na ovo pitanje treba odgovoriti.",
        "fa": "این پرسش نیاز به پاسخ دارد.",
    },
    "what to change": {
        "en": "What shall I change?", "uk": "Що змінити?", "ru": "Что изменить?",
        "hr": "Što da promijenim?", "fa": "چه چیزی را تغییر دهم؟",
    },
    "welcome back": {
        "en": "Welcome back. Shall we go on where we stopped?",
        "uk": "З поверненням. Продовжимо з того місця, де зупинилися?",
        "ru": "С возвращением. Продолжим с того места, где остановились?",
        "hr": "Dobro došli ponovno. Nastavljamo gdje smo stali?",
        "fa": "دوباره خوش آمدید. از همان‌جا که مانده بودیم ادامه دهیم؟",
    },
    "apology": {
        "en": "I am sorry, something went wrong here. Please try again later.",
        "uk": "Вибачте, тут щось пішло не так. Спробуйте, будь ласка, пізніше.",
        "ru": "Извините, здесь что-то пошло не так. Попробуйте, пожалуйста, позже.",
        "hr": "Oprostite, nešto je pošlo po zlu. Pokušajte ponovno kasnije.",
        "fa": "متأسفیم، مشکلی پیش آمد. لطفاً بعداً دوباره تلاش کنید.",
    },
    "nobody": {
        "en": "I hear nobody, so I am hanging up now. You can call us again.",
        "uk": "Нікого не чути, тому розмову завершено. Ви можете зателефонувати знову.",
        "ru": "Никого не слышно, поэтому разговор завершён. Вы можете позвонить снова.",
        "hr": "Ne čujem nikoga pa sada prekidam vezu. Možete nas nazvati ponovno.",
        "fa": "صدایی نمی‌شنوم و تماس را پایان می‌دهم. می‌توانید دوباره تماس بگیرید.",
    },
    "recorded": {
        "en": "This call is recorded.", "uk": "Ця розмова записується.",
        "ru": "Этот разговор записывается.", "hr": "Ovaj se razgovor snima.",
        "fa": "این گفت‌وگو ضبط می‌شود.",
    },
    "by number": {
        "en": "{}, number {}, option {}", "uk": "{}, номер {}, пункт {}",
        "ru": "{}, номер {}, пункт {}", "hr": "{}, broj {}, opcija {}",
        "fa": "{}, شماره {}, گزینه {}",
    },
    "today": {"en": "today", "uk": "сьогодні", "ru": "сегодня", "hr": "danas", "fa": "امروز"},
    "tomorrow": {"en": "tomorrow", "uk": "завтра", "ru": "завтра", "hr": "sutra", "fa": "فردا"},
    "weekdays": {
        "en": "on Monday, on Tuesday, on Wednesday, on Thursday, on Friday, on Saturday, on Sunday",
        "uk": "у понеділок, у вівторок, у середу, у четвер, у п'ятницю, у суботу, у неділю",
        "ru": "в понедельник, во вторник, в среду, в четверг, в пятницу, в субботу, в воскресенье",
        "hr": "u ponedjeljak, u utorak, u srijedu, u četvrtak, u petak, u subotu, u nedjelju",
        "fa": "دوشنبه, سه‌شنبه, چهارشنبه, پنجشنبه, جمعه, شنبه, یکشنبه",
    },
    "on day": {"en": "on {}", "uk": "{}", "ru": "{}", "hr": "{}", "fa": "{}"},
    "at time": {
        "en": "{0} at {1}", "uk": "{0} о {1}", "ru": "{0} в {1}", "hr": "{0} u {1}",
        "fa": "{0} ساعت {1}",
    },
    "about": {
        "en": "about {}", "uk": "приблизно {}", "ru": "примерно {}", "hr": "oko {}",
        "fa": "حدود {}",
    },
    "from to": {
        "en": "{} to {}", "uk": "{}–{}", "ru": "{}–{}", "hr": "{}–{}", "fa": "{} تا {}",
    },
    "minutes": {
        "en": "minute, minutes", "uk": "хвилина, хвилини, хвилин", "ru": "минута, минуты, минут",
        "hr": "minuta, minute, minuta", "fa": "دقیقه",
    },
}  # fmt: skip


def phrase(language: str, name: str) -> str:
    forms = _PHRASES[name]
    return forms.get(language) or forms["en"]
