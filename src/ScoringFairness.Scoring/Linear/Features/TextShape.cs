namespace ScoringFairness.Scoring.Linear.Features;

/// <summary>Fourteen numbers of a text's length and variety.</summary>
internal sealed class TextShape
{
    private const int LongWord = 7, ShortWord = 3;

    private readonly Dictionary<ulong, int> _words = [];
    private ulong _word = Ngrams.NoWord;
    private readonly int _sentences, _commas, _punctuation, _capitals, _breaks;
    private int _length, _tokens, _letters, _long, _short;

    private TextShape(string text)
    {
        var inSentence = false;
        foreach (var character in text)
        {
            if (Ngrams.IsOfWord(character))
            {
                _word = Ngrams.Extend(_word, character);
                _length++;
                inSentence = true;
            }
            else
            {
                EndWord();
                if (inSentence && character is '.' or '!' or '?' or '。' or '！' or '？')
                {
                    _sentences++;
                    inSentence = false;
                }
            }
            if (character is ',' or '、' or '，') _commas++;
            if (char.IsPunctuation(character)) _punctuation++;
            if (char.IsUpper(character)) _capitals++;
            if (character == '\n') _breaks++;
        }
        EndWord();
        if (inSentence) _sentences++;
    }

    /// <summary>Words of a text.</summary>
    public static int Words(string text) => new TextShape(text)._tokens;

    /// <summary>How many numbers there are.</summary>
    public const int Count = 14;

    /// <summary>
    /// Logarithms of the characters, words, sentences, line breaks and different words; letters a word, words a sentence,
    /// different words over the root of the words (Guiraud); shares of long, short and once used words; and commas,
    /// punctuation and capitals a word.
    /// </summary>
    public static float[] Of(string text)
    {
        var shape = new TextShape(text);
        float words = Math.Max(1, shape._tokens);
        return
        [
            MathF.Log(1 + text.Length), MathF.Log(1 + shape._tokens), MathF.Log(1 + shape._sentences), MathF.Log(1 + shape._breaks),
            MathF.Log(1 + shape._words.Count), shape._letters / words, words / Math.Max(1, shape._sentences),
            shape._words.Count / MathF.Sqrt(words), shape._long / words, shape._short / words,
            shape._words.Values.Count(count => count == 1) / words, shape._commas / words, shape._punctuation / words, shape._capitals / words,
        ];
    }

    private void EndWord()
    {
        if (_length == 0) return;
        _tokens++;
        _letters += _length;
        if (_length >= LongWord) _long++;
        if (_length <= ShortWord) _short++;
        _words[_word] = _words.GetValueOrDefault(_word) + 1;
        (_word, _length) = (Ngrams.NoWord, 0);
    }
}
