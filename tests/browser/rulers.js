// What the browser really drew, in CSS pixels. Every ruler returns what is wrong, as sentences.

const style = (element, part) => getComputedStyle(element, part);
const size = (element, part) => parseFloat(style(element, part).fontSize);
const everything = () => [...document.body.querySelectorAll("*")];
const inDrawing = (element) => Boolean(element.ownerSVGElement);

function shown(element, box = element.getBoundingClientRect()) {
    if (box.width <= 1 || box.height <= 1 || style(element).visibility === "hidden") return false;
    if (!element.checkVisibility()) return false; // in something that is closed
    return !element.closest(".unseen, .skip:not(:focus)"); // for screen readers, or only with the keyboard
}

function called(element) {
    const text = (element.innerText ?? element.textContent ?? "").trim().replace(/\s+/g, " ");
    return `“${text.slice(0, 24) || element.outerHTML.slice(0, 60)}”`;
}

function texts() {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        const element = walker.currentNode.parentElement;
        if (walker.currentNode.textContent.trim() && shown(element, range.getBoundingClientRect())) found.push(element);
    }
    return found;
}

function smallText(least) {
    const wrong = [];
    const check = (pixels, element) => pixels < least - 0.01 && wrong.push(`${pixels}px at ${called(element)}`);
    for (const element of texts()) check(size(element) * (inDrawing(element) ? element.getScreenCTM().a : 1), element);
    for (const element of everything().filter((element) => shown(element)))
        for (const part of ["::before", "::after"])
            if (/^"\s*\S/.test(style(element, part).content)) check(size(element, part), element);
    return wrong;
}

function tightLines(least) {
    return texts()
        .filter((element) => !inDrawing(element))
        .filter((element) => !(parseFloat(style(element).lineHeight) / size(element) >= least - 0.001))
        .map((element) => `line-height ${style(element).lineHeight} for ${size(element)}px at ${called(element)}`);
}

function targets() {
    const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    const bar = document.querySelector(".nav");
    const floats = (element) => Boolean(bar?.contains(element)) && style(bar).position === "fixed";
    return [...document.querySelectorAll(kinds)]
        .filter((element) => shown(element))
        .map((element) => ({ element, box: element.getBoundingClientRect(), floats: floats(element) }));
}

function smallTargets(least) {
    return targets()
        .filter(({ box }) => Math.min(box.width, box.height) < least - 0.01)
        .map(({ element, box }) => `${box.width.toFixed(1)} × ${box.height.toFixed(1)}px: ${called(element)}`);
}

function closeTargets(least) {
    const wrong = [];
    const apart = (one, other) => Math.max(
        other.left - one.right, one.left - other.right, other.top - one.bottom, one.top - other.bottom,
    );
    targets().forEach((one, index, all) => all.slice(index + 1).forEach((other) => {
        const gap = apart(one.box, other.box);
        if (one.floats === other.floats && gap < least - 0.01)
            wrong.push(`${gap.toFixed(1)}px between ${called(one.element)} and ${called(other.element)}`);
    }));
    return wrong;
}

function sideways() {
    const wide = document.documentElement.clientWidth;
    const page = document.documentElement.scrollWidth;
    const wrong = page > wide ? [`the page is ${page}px wide, the window ${wide}px`] : [];
    const inMap = (element) => element.closest(".live"); // a window of its own, which is moved by its controls
    for (const element of everything().filter((element) => shown(element) && !inDrawing(element) && !inMap(element))) {
        const box = element.getBoundingClientRect();
        if (box.right > wide + 1 || box.left < -1) wrong.push(`${called(element)} from ${box.left} to ${box.right}`);
        // What stands in a field moves under the cursor.
        if (!element.value && style(element).overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1)
            wrong.push(`${called(element)} is cut`);
    }
    return wrong;
}

function mute() {
    return [...document.querySelectorAll(".tag, .notice, .watch, .error")]
        .filter((part) => !part.textContent.trim() || (part.className !== "tag" && !part.querySelector("svg")))
        .map((part) => `told by its colour alone: ${part.outerHTML.slice(0, 90)}`);
}

function movement() {
    const seconds = (element) => style(element).transitionDuration + style(element).animationDuration;
    return everything().filter((element) => /[1-9]/.test(seconds(element))).map(called);
}

function focus() {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return {
        called: called(element),
        at: everything().indexOf(element),
        outline: style(element).outlineStyle === "none" ? 0 : parseFloat(style(element).outlineWidth),
        covered: !(top && (element.contains(top) || top.contains(element))),
    };
}
