"""Words in the person's language: gettext catalogues, formats of dates, numbers and distances, bilingual fields.

Message ids are English; `locales/fr/*.po` hold the French, one file per room, read as they are (no compiled copies).
"""

from luminance_geo.i18n.fields import Bilingual, Picked, pick
from luminance_geo.i18n.translator import LANGUAGES, N_, Language, Translator, as_language, translator

__all__ = ["LANGUAGES", "N_", "Bilingual", "Language", "Picked", "Translator", "as_language", "pick", "translator"]
