/** The pages before anybody is known: a card's code goes from the address into the form, and nowhere else. */

import { bringCode } from "./enrol.ts";
import { rememberShared } from "./shared.ts";

bringCode();
rememberShared();
