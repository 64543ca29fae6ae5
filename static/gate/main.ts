/** The pages before anybody is known: a card's code goes from the address into the form, and nowhere else. */

import { bringCode } from "./enrol.ts";
import { waitForNet } from "./offline.ts";
import { rememberShared } from "./shared.ts";

waitForNet();
bringCode();
rememberShared();
