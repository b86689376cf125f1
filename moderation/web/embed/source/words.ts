// The words, in the reader's language; numbers and dates as they are written there.
import { TEXTS, Word } from "./table";

export { Word };
export interface Speech {
  locale: string;
  direction: string;
  /** A sentence; `given` takes its place in it. */
  say(word: Word, given?: string): string;
  /** A number of comments, in the form that the number asks for. */
  count(number: number): string;
  /** How long ago; after a month the day. */
  ago(at: Date): string;
  /** Day and minute. */
  moment(at: Date): string;
  /** So many minutes, or hours where there are many. */
  lasting(minutes: number): string;
}

const UNITS = [["minute", 60], ["hour", 60], ["day", 24], ["month", 30]] as const;
const PLACE = "#";
const FORMS = ["one", "two", "few", "many"]; // as the words are, last; what has none of its own is said as all others

/** What the build made a Latin letter of. */
const arabic = (one: string): string => String.fromCharCode(one.charCodeAt(0) + 0x5e1);

/** How the browser writes dates and digits of a language; Arabic of no country it knows, as in Morocco: with Western digits. */
function localeOf(tag: string, language: string): string {
  let found: string | undefined;
  try {
    [found] = Intl.DateTimeFormat.supportedLocalesOf(tag);
  } catch {
    // it is no name of a language
  }
  return found?.startsWith(`${language}-`) ? found : language === "ar" ? "ar-MA" : language;
}

/** A language with its words, whoever names it: `fr-CA`, as WordPress `ary`, or as Jekyll `fr_CA`. */
export function speak(wanted: string): Speech {
  const tag = wanted.replace(/_/g, "-");
  const asked = tag.split("-")[0]!.toLowerCase().replace(/^ar[bqsyz]$/, "ar") as keyof typeof TEXTS; // Arabic of one country
  const language = Object.hasOwn(TEXTS, asked) ? asked : "en";
  const locale = localeOf(tag, language);
  const words = (language === "ar" ? TEXTS.ar.replace(/[@-q]/g, arabic) : TEXTS[language]).split("|");
  const day = (at: Date, more?: Intl.DateTimeFormatOptions): string => at.toLocaleString(locale, { dateStyle: "long", ...more });
  const number = (value: number, more?: Intl.NumberFormatOptions): string => value.toLocaleString(locale, more);
  const say = (word: Word, given = ""): string => words[word]!.replace(PLACE, () => given);
  return {
    locale,
    direction: language === "ar" ? "rtl" : "ltr",
    say,
    count(value) {
      const form = Word.one + FORMS.indexOf(new Intl.PluralRules(locale).select(value));
      return value ? say(words[form] ? form : Word.counted, number(value)) : say(Word.none);
    },
    ago(at) {
      let unit: Intl.RelativeTimeFormatUnit = "second";
      let value = Math.min(0, (+at - Date.now()) / 1e3);
      for (const [larger, size] of UNITS) {
        if (Math.round(-value) < size) break;
        unit = larger;
        value /= size;
      }
      return unit === "month" ? day(at) : new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.round(value), unit);
    },
    moment: (at) => day(at, { timeStyle: "short" }),
    lasting: (minutes) => {
      const long = minutes > 90;
      return number(Math.ceil(minutes / (long ? 60 : 1)), { style: "unit", unit: long ? "hour" : "minute", unitDisplay: "long" });
    },
  };
}
