/* How typed letters are compared with a name: capitals, accents, the kind of quotation mark and of dash make no
   difference. The same folding as common/folding.py, which tests/browser compares it with. */

const APOSTROPHES = /['`´‘’‛′‵ʹʻʼʽˈ՚׳ꞌ＇]/gu;
const ACCENT = /[\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}]/u;
const VOICING = /[\u3099\u309a]/u; // of Japanese: without it, it is another word
const OTHERS = {
  ß: "ss", ς: "σ", ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ħ: "h", ŧ: "t", ŋ: "n", ƒ: "f",
  ı: "i", æ: "ae", œ: "oe", ə: "e", ĸ: "k", ґ: "г",
};
const INSIDE_WORDS = "-./@&#%_*+\\";
const EDGES = /^[-.+]+|[-.+]+$/g;

function sign(one) {
  if (one in OTHERS) return OTHERS[one];
  if (/[\p{L}\p{N}]/u.test(one) || INSIDE_WORDS.includes(one)) return one;
  if (/\p{Mn}/u.test(one)) return ACCENT.test(one) && !VOICING.test(one) ? "" : one;
  if (/\p{Pd}|−/u.test(one)) return "-";
  if (/\p{Cf}|\p{Cs}/u.test(one)) return "";
  return /\p{P}|\p{Z}|\p{Cc}/u.test(one) ? " " : one;
}

function plain(text) {
  const bare = text.replace(APOSTROPHES, "").normalize("NFKD").toLowerCase().normalize("NFKD").replace(APOSTROPHES, "");
  return Array.from(bare, sign).join("");
}

export function fold(text) {
  const words = plain(text).split(/\s+/).map((word) => word.replace(EDGES, ""));
  return words.filter(Boolean).join(" ").normalize("NFC");
}

const HAS_DIGIT = /\p{Nd}/u;

/* The words of what was typed: a dash between letters parts two, in codes and numbers it stays. */
export function wordsOf(typed) {
  const parted = fold(typed).split(" ").map((word) => (HAS_DIGIT.test(word) ? word : word.replaceAll("-", " ")));
  return parted.join(" ").split(/ +/).filter(Boolean);
}

/* Whether a folded text holds a word; a code may be written with a space where it was typed with a dash. */
export function holds(folded, word) {
  return folded.includes(word) || (word.includes("-") && ` ${folded}`.includes(` ${word.replaceAll("-", " ")}`));
}

/* The text cut in pieces, [piece, found]: found where it is what one of the folded words says. */
export function pieces(text, words) {
  const signs = [...text];
  const folded = signs.map(plain);
  const found = signs.map(() => false);
  for (const word of words.map((one) => one.normalize("NFKD"))) {
    for (let start = 0; start < signs.length; start += 1) {
      let [end, said] = [start, ""];
      while (end < signs.length && said.length < word.length) said += folded[end++];
      if (folded[start] && said.startsWith(word)) found.fill(true, start, end);
    }
  }
  const cut = [];
  signs.forEach((one, place) => {
    if (place && found[place] === found[place - 1]) cut.at(-1)[0] += one;
    else cut.push([one, found[place]]);
  });
  return cut;
}
