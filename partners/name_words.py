"""The words a name is read by (see names.py): legal forms, common words, conjunctions."""

# Legal forms by what they are, so that 'S.L.' and 'Sociedad Limitada' compare as one form.
# Written folded: no case, accents or dots; the letters of an abbreviation joined or apart.
GENERAL_FORMS = {
    "sl": "sl; s l; slu; s l u",
    "sa": "sa; s a; sau; s a u",
    "srl": "srl; s r l; sarl",
    "ltd": "ltd; limited; gmbh; llc; inc; plc",
}
FORMS = {
    "ES": {
        "sl": "sll; s l l; slne; slp; s l p; sl unipersonal; s l unipersonal; sociedad limitada;"
        " sociedad limitada unipersonal; sociedad limitada laboral; sociedad limitada profesional;"
        " sociedad limitada nueva empresa; sociedad de responsabilidad limitada; unipersonal",
        "sa": "sal; s a l; sa unipersonal; s a unipersonal; sociedad anonima;"
        " sociedad anonima unipersonal; sociedad anonima laboral",
        "coop": "scoop; s coop; s coop ltda; s coop limitada; soc coop; soc coop ltda; sdad coop;"
        " sdad coop ltda; sociedad cooperativa; sociedad cooperativa limitada; scl; s c l; sccl",
        "sc": "sc; s c; scp; s c p; sociedad civil; sociedad civil privada",
        "cb": "cb; c b; comunidad de bienes",
        "aie": "aie; agrupacion de interes economico",
        "ute": "ute; union temporal de empresas",
    },
    "PL": {
        "spzoo": "sp z oo; sp z o o; sp zoo; spzoo; sp z o; sp zo o;"
        " spolka z oo; spolka z o o; spolka z ograniczona odpowiedzialnoscia;"
        " sp z ograniczona odpowiedzialnoscia",
        "sa": "spolka akcyjna; prosta spolka akcyjna; psa",
        "spj": "sp j; spj; spolka jawna",
        "spk": "sp k; spk; sp komandytowa; spolka komandytowa",
        "ska": "ska; s k a; spolka komandytowo akcyjna",
        "spp": "sp p; spolka partnerska",
        "sc": "sc; s c; spolka cywilna",
        "": "pphu; phu; fhu; ppuh; zpuh; phup; pph;"
        " przedsiebiorstwo produkcyjno handlowo uslugowe; przedsiebiorstwo handlowo uslugowe;"
        " firma handlowo uslugowa",
    },
    "RO": {
        "srl": "srl d; societate cu raspundere limitata",
        "sa": "societate pe actiuni",
        "snc": "snc; s n c",
        "scs": "scs; s c s",
        "pfa": "pfa; p f a; persoana fizica autorizata; intreprindere individuala;"
        " intreprindere familiala",
        "ra": "ra; r a; regia autonoma",
        "": "sc; s c; societatea comerciala",  # 'S.C.' only says that a company follows
    },
    "GR": {
        "sa": "αε; α ε; αεβε; α ε β ε; αβεε; α β ε ε; αβετε; αεβτε; ατε; αετε; ανωνυμη εταιρεια;"
        " ανωνυμη εταιρια; ανωνυμοσ εταιρεια; ae; a e; aeve; abee",
        "ltd": "επε; ε π ε; μονοπροσωπη επε; μον επε; μεπε; epe; e p e;"
        " εταιρεια περιορισμενησ ευθυνησ; εταιρια περιορισμενησ ευθυνησ",
        "ike": "ικε; ι κ ε; μονοπροσωπη ικε; μον ικε; μικε; ike; i k e; p c;"
        " ιδιωτικη κεφαλαιουχικη εταιρεια; ιδιωτικη κεφαλαιουχικη εταιρια",
        "oe": "οε; ο ε; ομορρυθμη εταιρεια; ομορρυθμοσ εταιρεια; oe; o e",
        "ee": "εε; ε ε; ετερορρυθμη εταιρεια; ετερορρυθμοσ εταιρεια; ee; e e",
        "": "μονοπροσωπη",
    },
}
# Words elsewhere too common to drop in the four countries ('Spa' is a hotel in Spain).
ELSEWHERE_FORMS = {
    "ltd": "bv; b v; sas; doo; d o o; sro; s r o; kft; oy; aps; bvba; eurl; lda;"
    " ug; eood; ood; uab",
    "sa": "ag; nv; n v; ab; oyj; spa; s p a; se; zrt; nyrt; ad; asa; as",
    "kg": "kg; ohg; gmbh co kg; gmbh and co kg",
    "ev": "ev; e v",
}

CONJUNCTIONS = frozenset(("and", "y", "si", "και"))
NUMBER_SIGNS = frozenset(("nr", "no", "num", "numer", "numero"))
_ADDRESS = "str strada jud judetul bd bdul calea calle avda ul ulica οδοσ"
ADDRESS_WORDS = frozenset(_ADDRESS.split())
_ROMAN = "ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi"
ROMAN = frozenset(_ROMAN.split())
# Words that say what kind of body it is, not which: a name of these alone is borne by many.
_COMMON = """
    przedsiebiorstwo zaklad zaklady miejskie miejski miejska gminne gminny gminna gmina miasto
    miasta powiat powiatowe powiatowy powiatowa wojewodzki wojewodzka wojewodztwo wodociagi
    wodociagow kanalizacja kanalizacji gospodarki gospodarka komunalnej komunalna komunalne
    komunalnych uslug mieszkaniowej energetyka energetyki cieplna cieplnej oczyszczania odpadow
    szpital specjalistyczny centrum osrodek pomocy spolecznej rodzinie kultury urzad pracy szkola
    podstawowa stowarzyszenie fundacja spoldzielnia parafia uniwersytet instytut
    ayuntamiento hospital general universitario universidad centro instituto fundacion asociacion
    colegio comarca cooperativa agricola san santa comercial industrial servicios
    consiliul local judetean primaria comuna orasul oras municipiul judetul uat spitalul urgenta
    municipal orasenesc clinic directia generala asistenta sociala asociatia fundatia liceul
    teoretic scoala gimnaziala colegiul national gradinita parohia universitatea
    δημοσ περιφερεια γενικο νοσοκομειο δημοτικη επιχειρηση υδρευσησ αποχετευσησ επιμελητηριο
    πανεπιστημιο σχολη κεντρο ιδρυμα συλλογοσ ενωση
    university institute school college centre center association foundation society national
    research of for the de del la las los el din al ale si pe i w we z na do im and et
"""
COMMON_WORDS = frozenset(_COMMON.split())
