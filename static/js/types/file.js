// A file goes to the server as soon as it is chosen, with its progress told. It is not kept on the device.

for (const box of document.querySelectorAll("[data-file]")) {
  const form = box.closest("form");
  const chooser = box.querySelector("input[type=file]");
  const kept = box.querySelector("[data-kept]");
  const status = form.querySelector("[data-status]");
  const say = (text, state) => {
    status.className = `saved ${state}`;
    status.textContent = text;
  };

  const sending = (part) => say(box.dataset.sending.replace("{percent}", `${Math.floor(100 * part)} %`), "waiting");

  const send = (file) => {
    const body = new FormData();
    body.set("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) sending(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      chooser.value = "";
      if (request.status === 200) form.dispatchEvent(new CustomEvent("stored", { detail: request.response }));
      else say((request.response && request.response.sentence) || box.dataset.lost, "failed");
      if (request.status === 200) box.querySelector("[data-name]").textContent = request.response.chosen.name;
    });
    request.addEventListener("error", () => say(box.dataset.lost, "failed"));
    request.send(body);
  };

  chooser.addEventListener("change", (event) => {
    event.stopPropagation(); // what is chosen here is no answer yet
    const file = chooser.files[0];
    if (!file) return;
    if (file.size > Number(box.dataset.largest)) {
      chooser.value = "";
      say(box.dataset.large, "failed");
    } else {
      sending(0);
      send(file);
    }
  });

  form.addEventListener("filled", (event) => {
    const upload = (event.detail.upload || [])[0];
    const tick = kept.querySelector("input");
    kept.hidden = !upload;
    if (upload) tick.value = upload;
    tick.checked = Boolean(upload);
  });
}
