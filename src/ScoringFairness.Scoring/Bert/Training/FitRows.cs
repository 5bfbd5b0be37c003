namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>A text of a training, and its level by head.</summary>
internal sealed record FitRow(string Text, IReadOnlyList<HeadLevel?> Heads);

/// <summary>The texts of fits that train one encoder with a head each: a text that several of them name is one text.</summary>
/// <remarks>A text is trained on, or held out to choose the epoch, by all heads alike: as the first fit that names it has it.</remarks>
internal sealed class FitRows
{
    /// <param name="requests">The fits; of one its own texts in their own order.</param>
    /// <exception cref="ArgumentException">A text to score is trained on by another of the fits; none is quoted.</exception>
    public FitRows(IReadOnlyList<FitRequest> requests)
    {
        var rows = new List<(string Text, HeadLevel?[] Heads, bool IsHeldOut)>();
        var labelled = new Places();
        var responses = new Places();
        foreach (var (head, request) in requests.Index())
        {
            labelled.Begin();
            List<LabelledText> texts = [.. request.Training, .. request.Validation];
            var weights = GroupWeights.Of(request.Mitigation, texts);
            foreach (var (at, text) in texts.Index())
            {
                var row = labelled.Of(text.Text);
                if (row == rows.Count) rows.Add((text.Text, new HeadLevel?[requests.Count], at >= request.Training.Count));
                rows[row].Heads[head] = new(text.Level) { Weight = weights?[at] ?? 1, Group = text.Group, Teacher = text.Teacher };
            }
            responses.Begin();
            ResponsesOf.Add([.. request.Responses.Select(responses.Of)]);
        }
        Training = [.. rows.Where(row => !row.IsHeldOut).Select(row => new FitRow(row.Text, row.Heads))];
        Validation = [.. rows.Where(row => row.IsHeldOut).Select(row => new FitRow(row.Text, row.Heads))];
        Responses = responses.Texts;
        // What its own fit trains on as well is as it would be by itself.
        foreach (var (head, request) in requests.Index())
        {
            if (rows.Where(row => row.Heads[head] is null).Select(row => row.Text).ToHashSet().Overlaps(request.Responses))
                throw new ArgumentException(
                    "A response to score is trained on: fits that train together hold the same texts in the same folds.", nameof(requests));
        }
    }

    /// <summary>Texts whose loss is minimised.</summary>
    public IReadOnlyList<FitRow> Training { get; }

    /// <summary>Texts held out to choose the epoch.</summary>
    public IReadOnlyList<FitRow> Validation { get; }

    /// <summary>Texts to score.</summary>
    public IReadOnlyList<string> Responses { get; }

    /// <summary>By head, the places of its responses among the texts to score.</summary>
    public List<int[]> ResponsesOf { get; } = [];

    /// <summary>The levels of a head.</summary>
    public static List<int> LevelsOf(IEnumerable<FitRow> rows, int head) =>
        [.. rows.Where(row => row.Heads[head] is not null).Select(row => row.Heads[head]!.Value.Level)];

    /// <summary>Gives texts their places; a text that is named twice by one fit has two.</summary>
    private sealed class Places
    {
        private readonly Dictionary<(string Text, int Time), int> _places = [];
        private readonly Dictionary<string, int> _times = new(StringComparer.Ordinal);

        public List<string> Texts { get; } = [];

        /// <summary>Begins with another fit.</summary>
        public void Begin() => _times.Clear();

        public int Of(string text)
        {
            var time = _times[text] = _times.GetValueOrDefault(text) + 1;
            if (_places.TryGetValue((text, time), out var place)) return place;
            Texts.Add(text);
            return _places[(text, time)] = Texts.Count - 1;
        }
    }
}
