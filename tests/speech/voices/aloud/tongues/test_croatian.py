"""Croatian is read as somebody who speaks it would read it."""

from __future__ import annotations

import pytest

from flowengine.speech.voices.aloud import read_aloud


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Podsjetit ćemo vas 5. ožujka 2027. u 11:00.",
            "Podsjetit ćemo vas petog ožujka dvije tisuće dvadeset sedme u jedanaest sati.",
        ),
        ("Rok je 5. ožujka 2027.", "Rok je peti ožujka dvije tisuće dvadeset sedme."),
        (
            "5. ožu 2027., 05. 03. 2027.",
            "petog ožujka dvije tisuće dvadeset sedme, petog ožujka dvije tisuće dvadeset sedme.",
        ),
        (
            "petak, 5. ožujka 2027., 11:00",
            "petak, petog ožujka dvije tisuće dvadeset sedme, jedanaest sati",
        ),
        ("1. rujna", "prvog rujna"),
        ("od 1. do 5. rujna", "od prvog rujna do petog rujna"),
        ("sutra u 09:00", "sutra u devet sati"),
        ("u 14:30", "u četrnaest i trideset"),
        ("u 1:00, u 2:00, u 21:00", "u jedan sat, u dva sata, u dvadeset jedan sat"),
        ("9:05", "devet i pet"),
        ("Radimo od 9:00 do 17:30.", "Radimo od devet do sedamnaest i trideset."),
        (
            "pon-pet 10:00–18:00, sub od 11:00",
            "ponedjeljak-petak od deset do osamnaest sati, subota od jedanaest sati",
        ),
        ("1.234,50 €", "tisuća dvjesto trideset četiri eura i pedeset centi"),
        ("20 €, 1 €", "dvadeset eura, jedan euro"),
        ("21 kn, 2 kn", "dvadeset jedna kuna, dvije kune"),
        ("5 tis. eura", "pet tisuća eura"),
        ("2,5 mil. €", "dva i pol milijuna eura"),
        ("do 5000 eura", "do pet tisuća eura"),
        ("4–6 minuta", "četiri do šest minuta"),
        ("1 minuta, 2 minute", "jedna minuta, dvije minute"),
        ("1,5 sata", "jedan i pol sata"),
        ("2,5 kg", "dva i pol kilograma"),
        ("0,05", "nula zarez nula pet"),
        ("0,25", "nula zarez dvadeset pet"),
        ("22 osobe", "dvadeset dvije osobe"),
        ("098 123 4567", "nula devet osam, jedan dva tri, četiri pet šest sedam"),
        ("+385 1 2345 678", "plus tri osam pet, jedan, dva tri četiri pet, šest sedam osam"),
        ("Kod 4 7 1 1", "Kod četiri sedam, jedan jedan"),
        ("kod 4711", "kod četiri sedam, jedan jedan"),
        ("br. 12", "broj dvanaest"),
        ("FB-2931", "F B, dva devet, tri jedan"),
        ("info@example.hr", "info et example točka hr"),
        ("2027. godine", "dvije tisuće dvadeset sedme godine"),
        ("u 2027. godini", "u dvije tisuće dvadeset sedmoj godini"),
        ("za 2027. godinu", "za dvije tisuće dvadeset sedmu godinu"),
        ("u 2027.", "u dvije tisuće dvadeset sedmoj"),
        (
            "akademska godina 2026./2027.",
            "akademska godina dvije tisuće dvadeset šesta, dvije tisuće dvadeset sedma",
        ),
        ("5. kat, na 3. katu", "peti kat, na trećem katu"),
        ("1. godina, 2. predavanje", "prva godina, drugo predavanje"),
        ("Vi ste 3. u redu.", "Vi ste treći u redu."),
        ("Pritisnite 1. Hvala.", "Pritisnite jedan. Hvala."),
        ("Ul. kralja Zvonimira 12/3", "ulica kralja Zvonimira dvanaest kroz tri"),
        ("od 18 do 25 godina", "od osamnaest do dvadeset pet godina"),
        ("od 9 do 17", "od devet do sedamnaest"),
        ("25 %, 1 %", "dvadeset pet posto, jedan posto"),
        ("-5 °C", "minus pet stupnjeva"),
        ("24/7", "dvadeset četiri sata dnevno"),
        ("15 h, 30 min", "petnaest sati, trideset minuta"),
        ("100, 112, 1000, 2000", "sto, sto dvanaest, tisuća, dvije tisuće"),
        ("101, 211, 600, 1001", "sto jedan, dvjesto jedanaest, šesto, tisuća jedan"),
        ("1.000.000", "milijun"),
    ],
)
def test_what_is_read(text: str, said: str) -> None:
    assert read_aloud(text, "hr") == said
