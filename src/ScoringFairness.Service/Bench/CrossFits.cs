using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Attribution;

namespace ScoringFairness.Service.Bench;

/// <summary>Fits of a scorer on essays: each fold is scored by a fit on the others.</summary>
internal sealed class CrossFits
{
    private const double Lowest = 1;
    private const double Step = 0.5;
    private const int Levels = 9;

    /// <summary>A fold's share of the training essays that an engine may choose an epoch by.</summary>
    private const int OneOfSoMany = 5;

    private readonly long _seed;
    private readonly int[] _order;

    /// <param name="essays">The essays, each of a student of their own.</param>
    /// <param name="folds">Folds.</param>
    /// <param name="seed">Seed of the folds and of the fits.</param>
    public CrossFits(EssayFile essays, int folds, long seed)
    {
        (Essays, Folds, _seed) = (essays, folds, seed);
        _order = [.. Enumerable.Range(0, essays.Texts.Count)];
        new Random((int)seed).Shuffle(_order);
    }

    /// <summary>The essays.</summary>
    public EssayFile Essays { get; }

    /// <summary>Folds.</summary>
    public int Folds { get; }

    /// <summary>The essays that the first fold is not made of.</summary>
    public IReadOnlyList<int> TrainingPart() => Rows(fold => fold != 0);

    /// <summary>Fits and scores, as many fits side by side as there are cores.</summary>
    /// <param name="items">The items.</param>
    /// <param name="scorer">The scorer; of one that trains items together, the fits of a fold are one training.</param>
    /// <param name="sideBySide">Trainings at once.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="mitigation">How training is changed; null: it is not.</param>
    /// <param name="groups">The number of each essay's group, the reference 0, for a mitigation.</param>
    /// <param name="teaching">What a teacher says, or takes; null: there is none.</param>
    /// <returns>
    /// By item, for each essay by a fit that did not see it, a score in the item's own points, and that before it was brought onto the scale.
    /// </returns>
    public (Dictionary<string, double[]> Scores, Dictionary<string, double[]> Expected) Run(
        IReadOnlyList<string> items, QualityScorer scorer, int sideBySide, CancellationToken cancellation,
        Mitigation? mitigation = null, IReadOnlyList<int>? groups = null, CrossTeaching? teaching = null)
    {
        var scores = items.ToDictionary(item => item, _ => new double[Essays.Texts.Count]);
        var expected = items.ToDictionary(item => item, _ => new double[Essays.Texts.Count]);
        var trainings = (scorer.Together ? [items] : items.Select(item => (IReadOnlyList<string>)[item]))
            .SelectMany(own => Enumerable.Range(0, Folds).Select(fold => (Items: own, Fold: fold))).ToList();
        Parallel.ForEach(trainings, new() { MaxDegreeOfParallelism = sideBySide, CancellationToken = cancellation }, training =>
        {
            var held = Rows(fold => fold == training.Fold);
            var rest = Rows(fold => fold != training.Fold);
            var requests = training.Items
                .Select(item => Taught(Request(item, held, rest, mitigation, groups), item, training.Fold, held, rest, teaching)).ToList();
            var results = requests.Count > 1
                ? ((ITogetherEngine)scorer.Engine).FitTogether(requests, null, cancellation)
                : [scorer.Engine.Fit(requests[0], null, cancellation)];
            foreach (var (item, result) in training.Items.Zip(results))
            {
                teaching?.Into?.Add(item, training.Fold, rest.Zip(result.Scores.Skip(held.Count)));
                foreach (var (row, score) in held.Zip(result.Scores))
                {
                    scores[item][row] = Lowest + Step * (score.Score ?? score.Level);
                    expected[item][row] = Lowest + Step * (score.Expected ?? score.Score ?? score.Level);
                }
            }
        });
        return (scores, expected);
    }

    /// <summary>Fits of one item that also share scores out among words.</summary>
    /// <param name="item">The item.</param>
    /// <param name="scorer">The scorer.</param>
    /// <param name="explained">Essays of each fold whose words are asked about, at most.</param>
    /// <param name="sideBySide">Trainings at once.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>For each essay its place before the scale, by a fit that did not see it, and what every method of the scorer said.</returns>
    public (double[] Expected, IReadOnlyList<ResponseAttribution> Attributions) Attribute(
        string item, QualityScorer scorer, int explained, int sideBySide, CancellationToken cancellation)
    {
        var expected = new double[Essays.Texts.Count];
        var attributions = new IReadOnlyList<ResponseAttribution>[Folds];
        Parallel.For(0, Folds, new() { MaxDegreeOfParallelism = sideBySide, CancellationToken = cancellation }, fold =>
        {
            var held = Rows(one => one == fold);
            var request = Request(item, held, Rows(one => one != fold), null, null) with
            {
                Attribution = new(Enum.GetValues<AttributionMethod>(), [.. Enumerable.Range(0, Math.Min(explained, held.Count))]),
            };
            var result = scorer.Engine.Fit(request, null, cancellation);
            foreach (var (row, score) in held.Zip(result.Scores)) expected[row] = Lowest + Step * (score.Expected ?? score.Score ?? score.Level);
            attributions[fold] = result.Attributions;
        });
        return (expected, [.. attributions.SelectMany(one => one)]);
    }

    private FitRequest Request(string item, List<int> held, List<int> rest, Mitigation? mitigation, IReadOnlyList<int>? groups)
    {
        LabelledText Labelled(int row) => new(Essays.Texts[row], (int)Math.Round((Essays.Scores[item][row] - Lowest) / Step))
        {
            Group = mitigation is null ? null : groups?[row],
        };
        return new()
        {
            Training = [.. rest.Where((_, at) => at % OneOfSoMany != 0).Select(Labelled)],
            Validation = [.. rest.Where((_, at) => at % OneOfSoMany == 0).Select(Labelled)],
            Responses = [.. held.Select(row => Essays.Texts[row])],
            LevelCount = Levels,
            Seed = _seed,
            Mitigation = mitigation,
        };
    }

    /// <summary>The request with what a teacher says of its training essays, and with these to score for a teacher.</summary>
    private FitRequest Taught(FitRequest request, string item, int fold, List<int> held, List<int> rest, CrossTeaching? teaching)
    {
        if (teaching is null) return request;
        LabelledText Of(LabelledText text, int row) => text with { Teacher = teaching.From?.Find(item, fold, row) };
        return request with
        {
            Training = [.. request.Training.Zip(rest.Where((_, at) => at % OneOfSoMany != 0), Of)],
            Validation = [.. request.Validation.Zip(rest.Where((_, at) => at % OneOfSoMany == 0), Of)],
            Responses = teaching.Into is null ? request.Responses : [.. held.Concat(rest).Select(row => Essays.Texts[row])],
            Distillation = teaching.Distillation,
            ExportFolder = fold == 0 ? teaching.ExportFolder : null,
        };
    }

    private List<int> Rows(Func<int, bool> isOf) => [.. _order.Where((_, at) => isOf(at % Folds))];
}
