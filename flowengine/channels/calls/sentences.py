"""What the phone itself says, whatever the flow: while something is slow, when words cannot be made
out, when it has to end. In every language flowengine ships with; any other hears English.

Whole texts and no parts of them, so that all can be rendered before anybody calls. `{number}` is
the one hole. What the flow says is never here.
"""

from __future__ import annotations

MOMENT = {
    "en": "One moment, please.",
    "uk": "Хвилинку, будь ласка.",
    "ru": "Одну минуту, пожалуйста.",
    "hr": "Samo trenutak, molim.",
    "fa": "لطفاً یک لحظه صبر کنید.",
}
KEYS = {
    "en": "It is hard to hear you. Please use the keys.",
    "uk": "Вас погано чути. Будь ласка, натискайте клавіші.",
    "ru": "Вас плохо слышно. Пожалуйста, нажимайте клавиши.",
    "hr": "Slabo vas čujem. Molim vas, koristite tipke.",
    "fa": "صدای شما خوب شنیده نمی‌شود. لطفاً از کلیدها استفاده کنید.",
}
NO_RECORDING = {
    "en": "Messages cannot be recorded here at the moment.",
    "uk": "Зараз тут не можна записати повідомлення.",
    "ru": "Сейчас здесь нельзя записать сообщение.",
    "hr": "Trenutačno ovdje nije moguće snimiti poruku.",
    "fa": "در حال حاضر امکان ضبط پیام در اینجا وجود ندارد.",
}
TROUBLE = {
    "en": "I am sorry, something went wrong here. Please call again later. Goodbye.",
    "uk": "Вибачте, тут щось пішло не так. Зателефонуйте, будь ласка, пізніше. До побачення.",
    "ru": "Извините, здесь что-то пошло не так. Позвоните, пожалуйста, позже. До свидания.",
    "hr": "Oprostite, nešto je pošlo po zlu. Nazovite ponovno kasnije. Doviđenja.",
    "fa": "متأسفیم، مشکلی پیش آمد. لطفاً بعداً دوباره تماس بگیرید. خدانگهدار.",
}
CLOSING = {
    "en": "I am sorry, we have to end this call now. Please call again in a minute. Goodbye.",
    "uk": "Вибачте, ми маємо завершити цей дзвінок. Зателефонуйте ще раз за хвилину. До побачення.",
    "ru": "Извините, нам придётся завершить звонок. Позвоните снова через минуту. До свидания.",
    "hr": "Oprostite, moramo završiti ovaj poziv. Nazovite ponovno za minutu. Doviđenja.",
    "fa": "متأسفیم، باید این تماس را پایان دهیم. لطفاً یک دقیقه دیگر دوباره تماس بگیرید. خدانگهدار.",
}
RECORDED = {
    "en": "The talk with our adviser is recorded.",
    "uk": "Розмова з нашим консультантом записується.",
    "ru": "Разговор с нашим консультантом записывается.",
    "hr": "Razgovor s našim savjetnikom se snima.",
    "fa": "گفت‌وگو با مشاور ما ضبط می‌شود.",
}
CALL_NUMBER = {
    "en": "Please call {number}.",
    "uk": "Будь ласка, зателефонуйте за номером {number}.",
    "ru": "Пожалуйста, позвоните по номеру {number}.",
    "hr": "Molimo nazovite broj {number}.",
    "fa": "لطفاً با شماره {number} تماس بگیرید.",
}
WHOLE = (MOMENT, KEYS, NO_RECORDING, TROUBLE, CLOSING, RECORDED)  # those without a hole


def sentence(words: dict[str, str], language: str) -> tuple[str, str]:
    """The language it will be said in, and the words."""
    code = language.split("-", maxsplit=1)[0]
    return (language, words[code]) if code in words else ("en", words["en"])
