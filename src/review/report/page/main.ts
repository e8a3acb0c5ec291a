import { ChangeList } from "./change-list.ts";
import { enableCopying } from "./copy.ts";
import { readData } from "./data.ts";
import { enablePicture } from "./picture.ts";
import { preparePrinting } from "./print.ts";
import { enableTheme } from "./theme.ts";
import { enableWhatIf } from "./what-if.ts";

document.documentElement.classList.add("js");
enableTheme();
enableCopying();
const data = await readData();
const changes = new ChangeList(data);
enablePicture(data, changes);
enableWhatIf(data);
preparePrinting(changes);
document.documentElement.dataset.ready = "true";
