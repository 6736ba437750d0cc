"""What devices say of their languages: headers as browsers send them, lists as they give them, and what is none."""

HEADERS = (
    *("", "cy", "CY", "cy-GB", "cy-GB,cy;q=0.9,en-GB;q=0.8,en;q=0.7", "en-GB,en;q=0.9,cy;q=0.8", "fr,de;q=0.5"),
    *("fr-FR, pl;q=0.3, cy;q=0.30001", "pl;q=0.5,cy;q=0.5", "cy;q=0,pl", "cy;q=0", "*", "*,cy;q=0.1", "en-x-plain-y"),
    *("gd-Latn-GB-x-home", "cy;q=1.5,pl;q=0.1", "cy;level=1;q=0.2,pl;q=0.1", "cy;q=,pl;q=0.1", "cy;q=.5,pl;q=.6"),
    *(" cy ;  q=0.4 , pl", "cy;q=0.4;q=1,pl;q=0.7", "cy,cy;q=0.1,pl;q=0.5", ",,,pl", "pa-Guru,pa", "uk_UA,uk", "bfi"),
    *("q=1", ";q=1,pl", "toString,constructor", f"{'fr,' * 333}cy", f"{'fr,' * 332}cy", "😀" * 999 + ",cy", "é,cy"),
)
LISTS = (["cy-GB", "en-GB"], ["en-GB", "cy"], [], ["fr", "pl-PL"], ["cy;q=0.1", "pl"], ["zh-Hant-TW"])
