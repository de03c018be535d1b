// What every page does in the browser.
import { showConnection } from "./connection";
import { saySaid, takeForms } from "./forms";
import { settle } from "./holds";
import { install } from "./install";
import { mindKeys } from "./keys";
import { offerPrint } from "./print";
import { keepSending, owner } from "./queue";
import { tellLeft } from "./sessions";
import { renew } from "./renew";
import { mindSigns } from "./signs";
import { dragToOrder } from "./ordering";
import { tryAsTyped } from "./trying";

// A day is the person's own, not the server's: the server goes by the time zone of the device unless one is chosen.
document.cookie = `birddog-zone=${Intl.DateTimeFormat().resolvedOptions().timeZone}; path=/; max-age=31536000; samesite=lax`;
takeForms();
renew();
saySaid();
showConnection();
keepSending();
void settle();
if (owner()) void tellLeft();
void install();
offerPrint();
mindSigns();
mindKeys();
tryAsTyped();
dragToOrder();
