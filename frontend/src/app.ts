// What every page does in the browser.
import { showConnection } from "./connection";
import { saySaid, takeForms } from "./forms";
import { install } from "./install";
import { offerPrint } from "./print";
import { keepSending } from "./queue";

takeForms();
saySaid();
showConnection();
keepSending();
void install();
offerPrint();
