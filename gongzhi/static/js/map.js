/* When a figure with data-places comes near, Leaflet draws what is there as GeoJSON, in place of the server's drawing.

   Nothing is fetched before. Labels that do not fit are hidden until the map is enlarged; those seen can be read and
   tapped; the list beside says it all. The event "drawn" tells others of figure.map. */

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const APART = 8; // px between two things to tap
const CHINA = [[18, 73], [54, 135]]; // where nothing lies yet

const near = new IntersectionObserver(found => {
  for (const { isIntersecting, target } of found) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    draw(target).catch(() => { target.hidden = !target.querySelector("svg"); });
  }
}, { rootMargin: "200px" });
for (const figure of document.querySelectorAll("[data-places]")) {
  figure.hidden = false;
  near.observe(figure);
}

const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
const load = (tag, properties) => new Promise((onload, onerror) => {
  document.head.append(make(tag, { ...properties, onload, onerror }));
});
const middle = drawn => (drawn.getLatLng ? drawn.getLatLng() : drawn.getCenter());

async function draw(figure) {
  const { places, leaflet, styles, label, nearer, farther, own, alone } = figure.dataset;
  const [answer] = await Promise.all([
    fetch(places), load("script", { src: leaflet }),
    ...styles.split(" ").map(href => load("link", { rel: "stylesheet", href })),
  ]);
  const { features } = await answer.json();
  if (features.length < 2 && !alone) throw new Error("nothing to see");

  const box = make("div", { className: "live" });
  figure.insertBefore(box, figure.querySelector("svg, figcaption"));
  const map = L.map(box, {
    attributionControl: false, zoomControl: false, scrollWheelZoom: false, dragging: !L.Browser.mobile,
    zoomSnap: .25, zoomAnimation: !calm, fadeAnimation: false, markerZoomAnimation: false, inertia: !calm,
  });
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", label);
  L.control.zoom({ zoomInTitle: nearer, zoomOutTitle: farther }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 180 }).addTo(map);

  const frame = Number(own); // the place whose map it is: only its bounds are drawn
  const tip = L.tooltip({ direction: "top" }); // one for all: with its own, every dot stops Tab
  const labels = [];
  const layer = L.geoJSON(features, {
    filter: ({ id, geometry }) => id !== frame || geometry.type !== "Point",
    style: ({ id, geometry }) => ({
      className: id === frame ? "frame" : geometry.type === "Point" ? "dot" : "bounds", interactive: id !== frame,
    }),
    pointToLayer: (feature, at) => L.circleMarker(at, { radius: 7 }),
    onEachFeature: ({ id, properties }, drawn) => {
      if (id === frame) return;
      const name = make("span", { textContent: properties.name });
      drawn.on("mouseover click", () => tip.setContent(name).setLatLng(middle(drawn)).addTo(map));
      drawn.on("mouseout", () => tip.remove());
      labels.push(() => written(id, properties, drawn).addTo(map).getElement().firstChild);
    },
  }).addTo(map);
  map.on("preclick", () => tip.remove());
  const bounds = layer.getBounds(), room = { paddingTopLeft: [64, 56], paddingBottomRight: [40, 16] };
  map.fitBounds(bounds.isValid() ? bounds : CHINA, { ...room, maxZoom: 17, animate: false });

  const shown = labels.map(show => show());
  map.on("zoomend moveend resize", () => thin(shown, box));
  thin(shown, box);
  figure.querySelector(".moves").hidden = false;
  figure.dataset.drawn = "";
  figure.map = map;
  figure.dispatchEvent(new Event("drawn"));
}

/* A label: the number in the list on the page, else the short name; a link where there is a page. */
function written(id, { href, short, name }, drawn) {
  const line = document.querySelector(`[data-place="${id}"]`);
  const textContent = line ? line.textContent : short || name;
  const html = href ? make("a", { href, textContent }) : make("span", { textContent });
  const icon = L.divIcon({ className: drawn.getLatLng ? "label" : "label inside", html, iconSize: null });
  return L.marker(middle(drawn), { icon, keyboard: false, interactive: false });
}

/* Hides labels that would lie over an earlier one, the buttons, or the edge. */
function thin(labels, box) {
  const edge = box.getBoundingClientRect();
  const taken = [...box.querySelectorAll(".leaflet-control")].map(control => control.getBoundingClientRect());
  for (const label of labels) {
    const at = label.getBoundingClientRect();
    const free = at.left >= edge.left && at.right <= edge.right && at.top >= edge.top && at.bottom <= edge.bottom
      && taken.every(other => at.right + APART <= other.left || other.right + APART <= at.left
        || at.bottom + APART <= other.top || other.bottom + APART <= at.top);
    label.style.visibility = free ? "" : "hidden";
    if (free) taken.push(at);
  }
}
