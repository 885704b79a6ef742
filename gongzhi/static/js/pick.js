/* Beside a map with data-pick: a tap, or Enter in its middle, writes the coordinates into the two fields that it names, and
   numbers typed there move the mark. */

for (const figure of document.querySelectorAll("[data-pick]")) {
  if (figure.map) pick(figure); // it may have been drawn before this was loaded
  else figure.addEventListener("drawn", () => pick(figure));
}

function pick({ map, dataset }) {
  const [east, north] = dataset.pick.split(" ").map(id => document.getElementById(id));
  let glides = false;
  const mark = L.circleMarker([0, 0], { radius: 12, className: "mark", interactive: false });
  const show = () => {
    const at = [parseFloat(north.value), parseFloat(east.value)];
    if (at.some(isNaN)) mark.remove();
    else mark.setLatLng(at).addTo(map);
  };
  const set = ({ lat, lng }) => {
    [north.value, east.value] = [lat.toFixed(6), lng.toFixed(6)];
    show();
  };
  map.on("click", ({ latlng }) => set(latlng));
  map.on("keypress", ({ originalEvent }) => {
    if (originalEvent.key !== "Enter") return;
    originalEvent.preventDefault();
    if (glides) map.once("moveend", () => set(map.getCenter())); // the arrow pressed before leads further
    else set(map.getCenter());
  });
  map.on("movestart", () => { glides = true; });
  map.on("moveend", () => { glides = false; });
  for (const field of [east, north]) field.addEventListener("change", show);
  show();
  if (map.hasLayer(mark)) map.setView(mark.getLatLng(), 16, { animate: false });
}
