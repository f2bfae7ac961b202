"""The spellings are of the kind met in lists of EU beneficiaries and in the ROR register."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from partners.name_words import FORMS, GENERAL_FORMS
from partners.names import (
    DIFFERENT,
    SAME,
    UNSURE,
    Body,
    KnownBodies,
    classify,
    compare,
    fold,
    legal_forms,
    name_key,
    similarity,
)

LETTERS = "aąăâáàbcćçdeęéèëêfghiîíïjklłmnńñoóòôöpqrsśșşßtțţuúùûüvwxyzźż"
GREEK = "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋφχψωώ"
TABLES = [table for forms in (GENERAL_FORMS, *FORMS.values()) for table in forms.values()]
FORM_WORDS = {word for table in TABLES for word in table.replace(";", " ").split()}
words = st.one_of(
    st.text(LETTERS, min_size=4, max_size=12), st.text(GREEK, min_size=4, max_size=12)
).filter(lambda word: fold(word) not in FORM_WORDS)
names = st.lists(words, min_size=1, max_size=5).map(" ".join)


def body(name: str, country: str = "ES", **known) -> Body:
    return Body(name, country, name_key(name, country), **known)


SAME_KEY = [
    ("ES", "Aragón Biotech, S.L.", "ARAGON BIOTECH SL"),
    ("ES", "ARPA ASESORES S.L .", "Arpa Asesores S L"),
    ("ES", "HOTEO S L", "Hoteo, S.L.U."),
    ("ES", "MUDANZAS FLIPPERS INTERNACIONAL, S.L", "Mudanzas Flippers Internacional SL"),
    ("ES", "IBERIAN SUSTAINABLE ENERGIES GROUP,S.L.", "Iberian Sustainable Energies Group S. L."),
    ("ES", "CENTRO TERAPEUTICO DEL DESCANSO, S.L. UNIPERSONAL", "Centro Terapéutico del Descanso"),
    ("ES", "HIDRO RUBBER IBERICA SOCIEDAD ANONIMA", "Hidro Rubber Ibérica, S.A.U."),
    ("ES", "Aplicaciones y Proyectos TIC, Sociedad Limitada", "APLICACIONES PROYECTOS TIC SLL"),
    ("ES", "SOCIEDAD COOPERATIVA MALALETRA", "Malaletra, S. Coop."),
    ("ES", "INDUSTRIAS-GRAFICAS-LA-MODERNA", "Industrias Gráficas La Moderna S.A."),
    ("ES", "INSTITUTO TECNOLÓGICO DE ARAGÓN (ITA)", "Instituto Tecnologico de Aragon"),
    ("ES", "Universidad de Zaragoza", "UNIVERSIDAD DE ZARAGOZA."),
    ("ES", "IRUñA SERIGRAFIA SL", "Iruña Serigrafía, S.L."),
    ("PL", "BOZAMET SP. Z O.O.", "Bozamet spółka z ograniczoną odpowiedzialnością"),
    ("PL", "VISION CONSULTING SP. Z O. O.", "Vision Consulting Sp.z o.o."),
    ("PL", '"Elektrownie Wiatrowe KAROR" Sp z o.o.', "ELEKTROWNIE WIATROWE KAROR SP. Z OO"),
    ("PL", "SELVITA SPÓŁKA AKCYJNA", "Selvita S.A."),
    ("PL", "SORTER SPÓŁKA JAWNA KONRAD ZIOMEK", "Sorter Konrad Ziomek sp. j."),
    ("PL", "PROPOINT SP. Z O.O. SP. K.", "Propoint"),
    ("PL", "P.P.H.U. „Kowalski” Jan Kowalski", "KOWALSKI JAN KOWALSKI PPHU"),
    ("PL", "Spółka ŁÓDŹ Gaz S. A.", "SPOLKA LODZ GAZ"),
    ("RO", "S.C. MEDEXCELA S.R.L.", "SC Medexcela SRL"),
    ("RO", "AS.F. Trandafirescu S.R.L.", "S.C. AS. F. Trandafirescu S.R.L."),
    ("RO", "SC C&C Construct SRL", "C & C CONSTRUCT"),
    ("RO", "Popescu Ion PFA", "POPESCU ION PERSOANĂ FIZICĂ AUTORIZATĂ"),
    ("RO", "Ionescu Maria Î.I.", "I.I. IONESCU MARIA"),
    ("RO", "Institutul Naţional de Turism", "INSTITUTUL NAȚIONAL DE TURISM"),
    ("RO", "Şcoala „Ştefan cel Mare”", "Școala Ștefan cel Mare"),
    ("GR", "ΕΓΝΑΤΙΑ ΟΔΟΣ Α.Ε.", "Εγνατία Οδός ΑΕ"),
    ("GR", "ΚΟΙΝΩΝΙΑ ΤΗΣ ΠΛΗΡΟΦΟΡΙΑΣ Α. Ε.", "Κοινωνία της Πληροφορίας Ανώνυμη Εταιρεία"),
    ("GR", "Άλφα Βιοτεχνολογία Μονοπρόσωπη Ι.Κ.Ε.", "ΑΛΦΑ ΒΙΟΤΕΧΝΟΛΟΓΙΑ ΙΚΕ"),
    ("GR", "Βήτα Τροφίμων Ε.Π.Ε.", "ΒΗΤΑ ΤΡΟΦΙΜΩΝ"),
    ("GR", "Kozani Energy IKE", "KOZANI ENERGY I.K.E."),
    ("GR", "ΠΕΡΙΦΕΡΕΙΑ ΚΕΝΤΡΙΚΗΣ ΜΑΚΕΔΟΝΙΑΣ (Π.Κ.Μ.)", "Περιφέρεια Κεντρικής Μακεδονίας"),
    ("GR", "ΑΝΑΠΤΥΞΗ AΥΤΟΔΙΟΙΚΗΣΗΣ", "Ανάπτυξη Αυτοδιοίκησης"),  # with a Latin A
    ("DE", "Skala Biotechnik GmbH", "SKALA BIOTECHNIK"),
    ("FR", "The IKEA Foundation", "IKEA Foundation"),
]

OTHER_KEY = [
    ("ES", "Instituto Tecnológico de Aragón", "Instituto Tecnológico de Galicia"),
    ("ES", "Universidad de Zaragoza", "Universidad San Jorge de Zaragoza"),
    ("ES", "Hotel Balneario Spa SL", "Hotel Balneario SL"),
    ("PL", "I Liceum Ogólnokształcące", "II Liceum Ogólnokształcące"),
    ("PL", "Szkoła Podstawowa nr 2", "Szkoła Podstawowa nr 12"),
    ("RO", "Liceul Teoretic Nr. 1", "Liceul Teoretic Nr. 2"),
    ("RO", "Colegiul Carol I", "Colegiul Carol II"),
    ("RO", "Parohia Sf. Maria (Cluj)", "Parohia Sf. Maria (Dej)"),
    ("GR", "Δήμος Κοζάνης", "Δήμος Εορδαίας"),
    ("GR", "ΑΕ ΤΕΧΝΙΚΗ", "ΑΕ ΤΕΧΝΟΛΟΓΙΚΗ"),
]


@pytest.mark.parametrize(("country", "one", "other"), SAME_KEY)
def test_spellings_of_one_name_have_one_key(country, one, other):
    assert name_key(one, country) == name_key(other, country)
    assert compare(body(one, country), body(other, country))[0] == SAME


@pytest.mark.parametrize(("country", "one", "other"), OTHER_KEY)
def test_names_of_two_bodies_have_two_keys_and_are_not_merged(country, one, other):
    assert name_key(one, country) != name_key(other, country)
    assert compare(body(one, country), body(other, country))[0] == DIFFERENT


@pytest.mark.parametrize(
    "name", ["S.L.", "SA", "Sp. z o.o.", "I.I.", "S.C. S.R.L.", "Α.Ε.", "The", "GmbH & Co. KG"]
)
@pytest.mark.parametrize("country", ["ES", "PL", "RO", "GR", "DE", None])
def test_a_name_of_legal_forms_alone_keeps_a_key(name, country):
    assert name_key(name, country)


def test_a_romanian_number_is_no_one_man_firm():
    assert name_key("Fundația Carol II", "RO") == "fundatia carol ii"
    assert name_key("Carol I.I.", "RO") == "carol"


def test_legal_forms_of_another_country_are_left_in_the_name():
    assert name_key("Balneario Spa", "ES") == "balneario spa"
    assert name_key("Balneario Spa", "IT") == "balneario"


def test_greek_and_latin_letters_are_kept_apart():
    assert name_key("ΑΒΕ", "GR") != name_key("ABE", "GR")


def test_legal_forms_are_told_apart_however_they_are_written():
    assert legal_forms("Eurogan, S.A.", "ES") == legal_forms("EUROGAN SOCIEDAD ANÓNIMA", "ES")
    assert legal_forms("Eurogan, S.A.", "ES") != legal_forms("EUROGAN, S.L.", "ES")
    assert legal_forms("Propoint sp. z o.o. sp. k.", "PL") == {"spzoo", "spk"}
    assert legal_forms("S.C. Dona S.R.L.", "RO") == legal_forms("Dona SRL", "RO")
    assert legal_forms("Universidad de Zaragoza", "ES") == frozenset()


@given(names)
@example("straße")
@example("Ελλάδος")
def test_case_makes_no_difference(name):
    assert name_key(name, None) == name_key(name.upper(), None) == name_key(name.title(), None)


@given(names)
def test_folding_twice_is_folding_once(name):
    assert fold(fold(name)) == fold(name)


@given(names, st.sampled_from(["“{}”", "{}.", " {} ,", "«{}»", "-{}-", "{}\t"]))
def test_punctuation_around_a_name_makes_no_difference(name, pattern):
    assert name_key(pattern.format(name), None) == name_key(name, None)


@given(names, st.sampled_from(["ES", "PL", "RO", "GR"]), st.data())
def test_a_legal_form_behind_the_name_makes_no_difference(name, country, data):
    tables = [*GENERAL_FORMS.values(), *FORMS[country].values()]
    form = data.draw(st.sampled_from([f.strip() for text in tables for f in text.split(";")]))
    assert name_key(f"{name} {form}", country) == name_key(name, country)


@given(st.text(max_size=60))
def test_any_text_has_a_key_and_only_text_without_a_word_an_empty_one(text):
    key = name_key(text, None)
    assert key == " ".join(key.split())
    if any(c.isalnum() for c in fold(text)):
        assert key


@given(names, names)
def test_similarity_is_symmetric_and_between_0_and_1(one, other):
    assert 0 <= similarity(one, other) == similarity(other, one) <= 1


@given(names)
def test_a_name_is_wholly_similar_to_itself_in_another_form(name):
    assert similarity(name, f"{name.upper()}, S.L.") == 1


def test_similarity_ranks_a_typo_above_another_body():
    typo = similarity("Plásticos Escanero S.L.", "PASTICOS ESCANERO SL")
    other = similarity("Plásticos Escanero S.L.", "Plásticos Serrano S.L.")
    assert 1 > typo > 0.6 > other


UNSURE_PAIRS = [
    ("ES", "PASTICOS ESCANERO S.L.", "PLASTICOS ESCANERO, S.L.", "letter"),
    ("ES", "FRENOS IRU?A, S.A.L.", "FRENOS IRUÑA SAL", "letter"),
    ("ES", "ROBERT BOSCH ESPA?A SL", "Robert Bosch España, S.L.", "letter"),
    ("ES", "REZOLA MARRODAN, S.L.", "MARRODAN Y REZOLA S.A.", "order"),
    ("ES", "EUROGAN, S.A.", "EUROGAN, S.L.", "legal form"),
    ("ES", "IT Solutions SL", "ITSOLUTIONS, S.L.", "together or apart"),
    ("ES", "UNIVERSIDAD COMPLUTENSE DE MADRID. UCM", "Universidad Complutense de Madrid", "short"),
    ("PL", "Gmina Września ul. Ratuszowa 1", "GMINA WRZEŚNIA", "address"),
    ("PL", "Propoint sp. z o.o.", "Propoint sp. z o.o. sp. k.", "legal form"),
    ("PL", "Zakład Usług Komunalnych Sp. z o.o.", "ZAKŁAD USŁUG KOMUNALNYCH", "many bodies"),
    ("RO", "SC Ecorom SRL - jud Mures", "S.C. ECOROM S.R.L.", "address"),
    ("RO", "Asocia?ia Infoturism", "Asociația Infoturism", "letter"),
]


@pytest.mark.parametrize(("country", "one", "other", "reason"), UNSURE_PAIRS)
def test_nearly_the_same_name_is_asked_about_with_a_reason(country, one, other, reason):
    for first, second in ((one, other), (other, one)):
        verdict = classify(body(first, country), [body(second, country)])
        assert verdict.outcome == UNSURE
        assert reason in str(verdict.reason)


def test_the_same_name_in_another_place_is_asked_about():
    here, there = body("Agata SRL", "RO", nuts="RO11"), body("SC AGATA SRL", "RO", nuts="RO422")
    assert compare(here, there)[0] == UNSURE
    huesca, teruel = body("Acme SL", city="Huesca"), body("Acme SL", city="Teruel")
    assert compare(huesca, teruel)[0] == UNSURE


def test_the_same_name_in_the_same_place_is_the_same():
    assert compare(body("Agata", nuts="ES24"), body("AGATA", nuts="ES243"))[0] == SAME
    pitesti = body("Agata", "RO", city="Municipiul Piteşti")
    assert compare(pitesti, body("Agata", "RO", city="PITESTI"))[0] == SAME


def test_a_name_of_common_words_is_the_same_only_in_one_town():
    name = "Zakład Wodociągów i Kanalizacji sp. z o.o."
    zary = body(name, "PL", city="Żary")
    assert compare(zary, body(name, "PL", city="Zary"))[0] == SAME
    assert compare(zary, body(name, "PL", nuts="PL43"))[0] == UNSURE


def test_a_like_name_in_another_place_is_another_body():
    telecnor = body("TELECNOR, S.A.", nuts="ES23")
    assert compare(telecnor, body("TELECOR, S.A.", nuts="ES24"))[0] == DIFFERENT


def test_the_same_name_in_another_country_is_another_body():
    assert compare(body("Solaris SA", "PL"), body("Solaris SA", "ES"))[0] == DIFFERENT


def test_another_name_of_a_body_counts():
    ubb = body("Babeș-Bolyai University", "RO", aliases=("universitatea babes bolyai",))
    assert compare(ubb, body("UNIVERSITATEA BABEŞ-BOLYAI", "RO"))[0] == SAME
    assert compare(body("UNIVERSITATEA BABEŞ-BOLYAI", "RO"), ubb)[0] == SAME


def test_a_shared_website_is_asked_about():
    old = body("Escuela de Negocios", website="http://www.acme.example/")
    assert compare(old, body("Acme Formación", website="https://acme.example"))[0] == UNSURE


def test_two_bodies_that_would_do_are_asked_about():
    candidate = body("Eurogan")
    verdict = classify(candidate, [body("EUROGAN, S.A."), body("EUROGAN, S.L.")])
    assert verdict.outcome == UNSURE
    assert len(verdict.matches) == 2


def test_the_sure_match_wins_over_the_unsure_one():
    sure, unsure = body("Plásticos Escanero"), body("Pasticos Escanero")
    verdict = classify(body("PLASTICOS ESCANERO, S.L."), [unsure, sure])
    assert (verdict.outcome, verdict.matches) == (SAME, (sure,))


ALL_PAIRS = [(c, one, other) for c, one, other, *_ in SAME_KEY + UNSURE_PAIRS + OTHER_KEY]


@pytest.mark.parametrize(("country", "one", "other"), ALL_PAIRS)
def test_the_index_finds_what_comparing_with_all_finds(country, one, other):
    known = [body(b, c) for c, a, b, *_ in SAME_KEY + UNSURE_PAIRS + OTHER_KEY]
    candidate = body(one, country)
    by_index, by_all = KnownBodies(known).find(candidate), classify(candidate, known)
    assert (by_index.outcome, set(by_index.matches)) == (by_all.outcome, set(by_all.matches))
