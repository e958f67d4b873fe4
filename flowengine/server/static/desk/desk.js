// What a script adds to every page of the desk: times in the reader's own zone. Without it they work.

import { local } from "/operators/static/times.js";

local(document);
