// How long there is still time: in minutes, quietly. Aloud only at a few moments, and when it is over.

const ALOUD = [10, 5, 1]; // minutes left at which a screen reader says so
const MINUTE = 60000;

// Shows what `left()` says (milliseconds) beside the end, and calls `finish` once, a second after the end: then the
// server, whose clock decides, is past it too.
export const watch = (box, left, finish) => {
  const words = box.dataset;
  const shown = box.querySelector("[data-minutes]");
  const aloud = box.querySelector("[data-time-said]");
  const time = {
    over: false,
    words,
    say: (text) => {
      shown.textContent = aloud.textContent = text;
    },
  };
  const told = (minutes) => (minutes < 1 ? words.last : minutes < 2 ? words.one : words.more.replace("{minutes}", Math.floor(minutes)));
  let unsaid = ALOUD.filter((minutes) => minutes * MINUTE < left());

  const tick = () => {
    const rest = left();
    if (rest <= -1000) {
      time.over = true;
      clearInterval(ticking);
      box.classList.add("over");
      time.say(words.over);
      finish(time);
      return;
    }
    shown.textContent = told(Math.max(0, rest) / MINUTE);
    const due = unsaid.filter((minutes) => rest <= minutes * MINUTE);
    if (!due.length) return;
    unsaid = unsaid.filter((minutes) => !due.includes(minutes));
    aloud.textContent = told(Math.min(...due));
  };

  const ticking = setInterval(tick, 1000);
  tick();
  return time;
};
