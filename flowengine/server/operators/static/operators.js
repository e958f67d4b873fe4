// What a script adds to the operators' pages: times in the reader's own zone, and what changes by itself.
// Without it every page works; one loads it again.

import { keep } from "./live.js";
import { local } from "./times.js";

local(document);
keep(document.body.dataset);
