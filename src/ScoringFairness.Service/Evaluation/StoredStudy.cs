using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Scorers.Distillations;
using ScoringFairness.Service.Scorers.Mitigations;
using ScoringFairness.Service.Scores;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>Brings the out-of-fold scores of an audit into the form that the measures are computed from.</summary>
internal sealed class StoredStudy(OutOfFoldScores scores, ScoreSums sums, StoredCauses causes)
{
    /// <summary>One repeat of an audit.</summary>
    public async Task<EvaluationData> ReadAsync(
        string organisationId, string auditId, AuditDesign design, AuditedData data, int repeat, CancellationToken cancellation)
    {
        var items = data.Items.Select(item => new StudyItem(item.ItemId, item.Scale.ToGrid())).ToList();
        var scorers = design.Scorers.SelectMany(scorer => scorer.MeasuredSplits.Select(split => new StudyScorer(scorer.Name, split))).ToList();
        var others = data.Items.SelectMany(item => item.Groups).Select(group => group.Group)
            .Distinct().Where(group => !design.Groups.Contains(group)).Order(StringComparer.Ordinal);
        var index = new StudyIndex([.. design.Groups, .. others], items, scorers);
        var cubes = scorers.Select(_ => items.Select(item => new CountCube(index.Groups.Count, item.Scale)).ToArray()).ToArray();
        var cells = await scores.CubeAsync(organisationId, auditId, repeat, items, cancellation);
        foreach (var cell in cells)
        {
            cubes[index.Scorer(cell.Scorer, cell.Split)][index.Item(cell.ItemId)].Add(
                index.Group(cell.GroupLabel), cell.HumanLevel, cell.Level, cell.N, cell.Sum1, cell.Sum2, cell.Sum3, cell.Sum4);
        }
        var expected = design.Scorers.Any(scorer => scorer.IsTrained) ? await ExpectedAsync(index, cubes, organisationId, auditId, repeat, cancellation) : null;
        var (twins, distilled) = (TwinsOf(design, index), DistilledOf(design, index));
        var secondRatings = data.RatedTwice ? await SecondRatingsAsync(index, organisationId, auditId, cancellation) : null;
        return new EvaluationData
        {
            Groups = index.Groups,
            Items = items,
            Scorers = scorers,
            Cubes = cubes,
            Expected = expected,
            OffScale = OffScale(index, cells),
            Pairs = design.Scorers.Any(scorer => scorer.Splits.Count > 1) ? await PairsAsync(index, organisationId, auditId, repeat, cancellation) : [],
            Students = data.RepeatedStudents
                ? StoredResponses.Of(
                    index, await scores.RowsAsync(organisationId, auditId, repeat, cancellation),
                    secondRatings is null ? null : await sums.SecondRatingRowsAsync(organisationId, auditId, cancellation))
                : null,
            Swaps = design.Swaps is null ? null : await causes.SwapsAsync(index, organisationId, auditId, repeat, cancellation),
            Probes = design.Explain.Contains(ExplanationReader.GroupProbe)
                ? await causes.ProbesAsync(index, organisationId, auditId, design, repeat, cancellation)
                : null,
            Decomposed = design.Explain.Contains(ExplanationReader.Decomposition)
                ? await causes.DecomposedAsync(index, organisationId, auditId, repeat, cancellation)
                : null,
            Cut = design.Explain.Contains(ExplanationReader.GroupCuts) ? await causes.CutAsync(index, organisationId, auditId, repeat, cancellation) : null,
            Twins = twins,
            Distilled = distilled,
            PairedResponses = twins.Count + distilled.Count > 0 && !data.RepeatedStudents
                ? StoredResponses.Of(index, await PairedRowsAsync(organisationId, auditId, design, repeat, cancellation), null)
                : null,
            SecondRatings = secondRatings,
            Ratings = secondRatings is null ? null : await RatingsAsync(index, organisationId, auditId, repeat, cancellation),
            DoubleRatings = secondRatings is null ? null : await DoubleRatingsAsync(index, organisationId, auditId, repeat, cancellation),
            Probabilities = cells.Any(cell => cell.WithProbabilities > 0)
                ? await ProbabilitiesAsync(index, organisationId, auditId, repeat, cancellation)
                : null,
        };
    }

    /// <summary>The cubes of scores before they were brought onto the scale; null of a scorer that lacks one of any response.</summary>
    private async Task<IReadOnlyList<IReadOnlyList<CountCube>?>> ExpectedAsync(
        StudyIndex index, CountCube[][] cubes, string organisationId, string auditId, int repeat, CancellationToken cancellation)
    {
        var expected = index.Scorers.Select(_ => index.Items.Select(item => new CountCube(index.Groups.Count, item.Scale)).ToArray()).ToArray();
        foreach (var cell in await scores.ExpectedCubeAsync(organisationId, auditId, repeat, cancellation))
        {
            expected[index.Scorer(cell.Scorer, cell.Split)][index.Item(cell.ItemId)].Add(
                index.Group(cell.GroupLabel), cell.HumanLevel, cell.Level, cell.N, cell.Sum1, cell.Sum2, cell.Sum3, cell.Sum4);
        }
        return [.. expected.Zip(cubes, (own, all) => own.Zip(all).All(item => item.First.Total == item.Second.Total) ? own : null)];
    }

    private static List<TwinScorers> TwinsOf(AuditDesign design, StudyIndex index) =>
    [
        .. from mitigated in Twins.Mitigated(design.Scorers)
           from split in mitigated.Scorer.Splits
           select new TwinScorers(index.Scorer(mitigated.Scorer.Name, split), index.Scorer(mitigated.Mitigation.Twin, split)),
    ];

    private static List<TwinScorers> DistilledOf(AuditDesign design, StudyIndex index) =>
    [
        .. from student in TaughtScorers.Of(design.Scorers)
           from split in student.Scorer.Splits
           from other in new[] { student.Distillation.Teacher, student.Distillation.Control }
           select new TwinScorers(index.Scorer(student.Scorer.Name, split), index.Scorer(other, split)),
    ];

    /// <summary>The scores of scorers that are set beside others, and of these.</summary>
    private async Task<IReadOnlyList<ScoreRow>> PairedRowsAsync(
        string organisationId, string auditId, AuditDesign design, int repeat, CancellationToken cancellation)
    {
        var mitigated = Twins.Mitigated(design.Scorers).SelectMany(one => new[] { one.Scorer.Name, one.Mitigation.Twin });
        var taught = TaughtScorers.Of(design.Scorers).SelectMany(one => new[] { one.Scorer.Name, one.Distillation.Teacher, one.Distillation.Control });
        var names = mitigated.Concat(taught).ToHashSet(StringComparer.Ordinal);
        return [.. (await scores.RowsAsync(organisationId, auditId, repeat, cancellation)).Where(row => names.Contains(row.Scorer))];
    }

    private static long[][]? OffScale(StudyIndex index, IReadOnlyList<CubeCell> cells)
    {
        if (cells.All(cell => cell.OffScale == 0))
        {
            return null;
        }
        var counts = index.Scorers.Select(_ => new long[index.Items.Count]).ToArray();
        foreach (var cell in cells)
        {
            counts[index.Scorer(cell.Scorer, cell.Split)][index.Item(cell.ItemId)] += cell.OffScale;
        }
        return counts;
    }

    private async Task<IReadOnlyList<PairedCount>> PairsAsync(
        StudyIndex index, string organisationId, string auditId, int repeat, CancellationToken cancellation) =>
    [
        .. (await scores.PairsAsync(organisationId, auditId, repeat, TrainingSplit.Mixed, cancellation))
            .Select(cell => new PairedCount(
                index.Scorer(cell.Scorer, TrainingSplit.Mixed), index.Scorer(cell.Scorer, cell.Split), index.Item(cell.ItemId),
                index.Group(cell.GroupLabel), cell.BaselineCorrect, cell.OtherCorrect, cell.N)),
    ];

    private async Task<IReadOnlyList<CountCube>?> SecondRatingsAsync(
        StudyIndex index, string organisationId, string auditId, CancellationToken cancellation)
    {
        var cells = await sums.SecondRatingsAsync(organisationId, auditId, cancellation);
        if (cells.Count == 0)
        {
            return null;
        }
        var cubes = index.Items.Select(item => new CountCube(index.Groups.Count, item.Scale)).ToArray();
        foreach (var cell in cells)
        {
            cubes[index.Item(cell.ItemId)].Add(index.Group(cell.GroupLabel), cell.HumanLevel, cell.Second, cell.N);
        }
        return cubes;
    }

    private async Task<IReadOnlyList<IReadOnlyList<IReadOnlyList<RatingSums>>>> RatingsAsync(
        StudyIndex index, string organisationId, string auditId, int repeat, CancellationToken cancellation)
    {
        var ratings = index.Scorers.Select(_ => index.Items.Select(_ => index.Groups.Select(_ => new RatingSums()).ToArray()).ToArray()).ToArray();
        foreach (var cell in await sums.RatingsAsync(organisationId, auditId, repeat, index.Items, cancellation))
        {
            ratings[index.Scorer(cell.Scorer, cell.Split)][index.Item(cell.ItemId)][index.Group(cell.GroupLabel)]
                .Add(cell.Single, cell.Multiple, cell.Sums, cell.Products);
        }
        return ratings;
    }

    private async Task<IReadOnlyList<IReadOnlyList<DoubleRatings>>> DoubleRatingsAsync(
        StudyIndex index, string organisationId, string auditId, int repeat, CancellationToken cancellation)
    {
        var ratings = index.Scorers.Select(_ => index.Items.Select(item => new DoubleRatings(index.Groups.Count, item.Scale)).ToArray()).ToArray();
        foreach (var row in await sums.DoubleRatingsAsync(organisationId, auditId, repeat, cancellation))
        {
            ratings[index.Scorer(row.Scorer, row.Split)][index.Item(row.ItemId)].Add(
                index.Group(row.GroupLabel), row.HumanLevel, row.Second, row.Level, row.N, row.Sum, row.Squares);
        }
        return ratings;
    }

    private async Task<IReadOnlyList<IReadOnlyList<ProbabilityBins>?>> ProbabilitiesAsync(
        StudyIndex index, string organisationId, string auditId, int repeat, CancellationToken cancellation)
    {
        var bins = new ProbabilityBins[index.Scorers.Count][];
        foreach (var cell in await sums.DensityAsync(organisationId, auditId, repeat, cancellation))
        {
            Of(cell.Scorer, cell.Split, cell.ItemId).AddDensity(index.Group(cell.GroupLabel), cell.Level, cell.Bin, cell.N);
        }
        foreach (var cell in await sums.ConfidenceAsync(organisationId, auditId, repeat, cancellation))
        {
            Of(cell.Scorer, cell.Split, cell.ItemId).AddConfidence(index.Group(cell.GroupLabel), cell.Bin, cell.Correct, cell.N, cell.Confidence);
        }
        return bins;

        ProbabilityBins Of(string scorer, string? split, string itemId) =>
            (bins[index.Scorer(scorer, split)] ??=
                [.. index.Items.Select(item => new ProbabilityBins(index.Groups.Count, item.Scale.LevelCount))])[index.Item(itemId)];
    }
}
