"""Words too common to look for, without accents; hardly one of them names a thing."""

from publishing.words.endings import listed

STOP_WORDS = {
    "en": listed("""
        a about above after again against all along also although am among an and another any are
        around as at be because been before being below between both but by can cannot could d did
        do does doing don during each either else etc every few for from further had has have
        having he her here hers herself him himself his how however i if in into is it its itself
        just ll m may me might more most much must my myself neither no nor not now of off often
        on once only or other our ours ourselves out over own per quite rather re s same shall she
        should since so some such t than that the their theirs them themselves then there
        therefore these they this those though through thus to too towards under until up upon us
        ve very via was we were what when where whereas whether which while who whom whose why
        will with within without would yet you your yours yourself yourselves
    """),
    "pl": listed("""
        a aby ach albo ale az bardziej bardzo beda bedac bedzie bez bo bowiem by byc byl byla byli
        bylo byly bym bys chociaz ci cie co cos czy czyli czym dla dlatego do dosc gdy gdyby gdyz
        gdzie go i ich ile im inne inny innych ja jak jaka jakie jako jakos jej jemu jesli jest
        jestem jeszcze jezeli juz kazda kazde kazdego kazdej kazdy kazdym kiedy kto ktora ktore
        ktorego ktorej ktory ktorych ktorym ktorymi ktorzy ktos lecz lub ma maja majacy mi mimo
        mna mnie moga moj moja moje moze mozna mu my na nad nam nami nas nasi nasz nasza nasze
        naszego naszej naszych nawet nia nic nich nie niech niego niej niemu nim nimi niz no o
        obok od ode on ona one oni ono oraz po pod podczas pomiedzy ponad poniewaz poprzez poza
        przed przede przez przy raz rowniez sa sam sama sie siebie skad soba sobie swe swoich
        swoim swoj swoja swoje swojego swojej ta tak taka taki takich takie takze tam te tego tej
        temu ten to toba tobie totez tu tudziez tutaj twoj twoja twoje ty tych tylko tym tymi u w
        wam wami was wasz wasza wasze we wiec wlasnie wraz wsrod wszelkich wszelkie wszystkich
        wszystkie wszystko wtedy wy z za zas ze zeby
    """),
    "es": listed("""
        a al algo algun alguna algunas alguno algunos ante antes aquel aquella aquellas aquellos
        aqui asi aun aunque bajo bien cada como con contra cual cuales cualquier cuando cuya cuyas
        cuyo cuyos de del desde donde dos durante e el ella ellas ellos en entre era eran eres es
        esa esas ese eso esos esta estaba estaban estamos estan estar estas este esto estos estoy
        etc fue fueron ha haber habia habian han hasta hay he hemos incluso la las le les lo los
        mas me mediante mi mis misma mismas mismo mismos mucho muy nada ni no nos nosotras
        nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros para pero poco por
        porque pues que quien quienes se sea sean segun ser si sido siendo sin sobre sois somos
        son soy su sus tal tales tambien tampoco tan tanto te ti toda todas todo todos tras tu tus
        u un una unas uno unos usted ustedes vosotros vuestra vuestro y ya yo
    """),
    "ro": listed("""
        a acea aceasta aceea acei aceia acel acela acele acelea acest acesta aceste acestea
        acestei acestia acestor acestora acestui acum adica ai aia aici al ala ale alt alta alte
        altele alti altii altul am ar are as asa asemenea asta astfel asupra atat atata atunci au
        avea avem avut ca cand care carei carora caruia cat cata cate cati catre ce cea ceea cei
        cel cele celor ceva chiar ci cine cineva conform cu cum d da daca dar dat datorita de
        decat deci deja desi despre din dintr dintre doar dupa e ea ei el ele era erau este eu
        face fara fi fie fiecare fiind fost i iar ii il in inca intr intre isi iti l la le li lor
        lui m ma mai mea mei mele mereu meu mi mult multa multe multi n ne nici nicio niciun nimic
        niste noastra noastre nostri nostru nu o or ori oricare orice pana pe pentru peste poate
        pot prea prin printr printre s sa sai sale sau se si sine spre sub sunt ta tale tau te ti
        toata toate tot toti totusi tu un una unde unei unele uneori unor unora unui unul va vei
        voastra voi vom vor vostru vreo vreun
    """),
    "el": listed("""
        α αλλα αλλη αλλησ αλλο αλλοι αλλοσ αλλου αλλουσ αλλων αμα αν ανα αναμεσα αντι απ απο αρα
        ασ αυτα αυτεσ αυτη αυτην αυτησ αυτο αυτοι αυτον αυτοσ αυτου αυτουσ αυτων αφου αχ για γιατι
        δε δεν δηλαδη δια δικα δικη δικο δικοσ ε εαν εαυτο εαυτου εγω ειμαι ειμαστε ειναι εισαι
        ειστε ειτε ειχα ειχαν ειχε εκει εκεινη εκεινο εκεινοι εκεινοσ εκτοσ εμασ εμεισ εν ενα εναν
        ενασ ενοσ ενω εξ επειδη επι επισησ εσασ εσεισ εσυ ετσι εχει εχετε εχουμε εχουν εχω εωσ η
        ηταν θα ι ιδια ιδιο ιδιοσ ιδιου ιδιων καθε καθωσ και κανενασ καποια καποιεσ καποιο καποιοι
        καποιοσ κατα κατι κι λοιπον μα μαζι μασ με μεν μερικοι μεσω μετα μεταξυ μεχρι μη μην μησ
        μια μιασ μου μπορει μπορουν να ο οι ολα ολεσ ολη ολησ ολοι ολοκληρο ολουσ ολων ομωσ οποια
        οποιεσ οποιο οποιοι οποιοσ οποιου οποιουσ οποιων οπου οπωσ οσα οσεσ οση οσο οσοι οσοσ οταν
        οτι ουτε οχι παρα περι πια πιο ποια ποιο ποιοσ πολλα πολλεσ πολλοι πολλων πολυ που πρεπει
        πριν προ προσ πωσ σ σαν σασ σε στα στη στην στησ στισ στο στον στου στουσ στων συ συν τα
        ταδε τετοια τετοιο τετοιοσ τη την τησ τι τισ το τοι τον τοσο τοτε του τουσ των υπ υπερ υπο
        χωρισ ωσ ωστε
    """),
}
