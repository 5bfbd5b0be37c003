using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Planning;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Evaluation;

/// <summary>Scores that were evaluated without being stored.</summary>
/// <param name="Options">How they were evaluated.</param>
/// <param name="MinCellSize">Counts from 1 to below this are to be suppressed.</param>
/// <param name="Data">Whose they are.</param>
/// <param name="Warnings">What to know before any figure.</param>
/// <param name="Rows">The measures.</param>
/// <param name="Tables">Machine by human scores of each group.</param>
/// <param name="Students">The students behind them.</param>
internal sealed record EvaluatedScores(
    EvaluationOptions Options, int MinCellSize, AuditedData Data, IReadOnlyList<AuditWarning> Warnings, IReadOnlyList<MeasureRow> Rows,
    IReadOnlyList<ScoreTable> Tables, IReadOnlyList<StudentTable> Students)
{
    /// <summary>The preset that tolerances and minimums were taken from; null: none.</summary>
    public PolicyPreset? Preset { get; init; }
}

/// <summary>Evaluates scores that a client already has; nothing is stored.</summary>
internal sealed class EvaluateScores(
    PolicyStore policies, UploadedLimits limits, EvaluationSettings settings, EvaluationPlaces places, EvaluationThreads threads)
{
    private const int BusySeconds = 5;

    /// <summary>Reads the rows and measures them.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="query">Where each value stands, and how it is evaluated.</param>
    /// <param name="parameters">The query as it was sent, with its tolerances.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Ends the reading and the measuring.</param>
    public async Task<Outcome<EvaluatedScores>> RunAsync(
        Caller caller, EvaluationQuery query, IQueryCollection parameters, IAsyncEnumerable<InputRow> rows, CancellationToken cancellation)
    {
        var errors = new Refusals();
        query.Check(errors);
        var policy = await policies.FindAsync(caller.OrganisationId, cancellation);
        var bounds = query.Bounds(parameters, policy, errors);
        if (errors.Any)
        {
            return new Outcome<EvaluatedScores>.Refused("The query cannot be used", errors.ByField, IsOfBody: false);
        }
        var study = new UploadedStudy(query, new UploadedColumns(query), limits, errors);
        await study.ReadAsync(rows, cancellation);
        var scale = study.Rejected > 0 || errors.Any ? null : study.Scale();
        if (study.Rejected > 0)
        {
            return new Outcome<EvaluatedScores>.RowsRefused("Nothing was evaluated", study.Received, study.Rejected, study.Errors);
        }
        foreach (var unmet in study.Unmet)
        {
            errors.Add("groups", $"There is no group '{unmet}'; the rows have {string.Join(", ", study.Met.Select(group => $"'{group}'"))}.");
        }
        if (errors.Any || Groups(query, study.Counts, policy, scale!, errors) is not { } groups || errors.Any)
        {
            return new Outcome<EvaluatedScores>.Refused("The scores cannot be evaluated", errors.ByField, IsOfBody: false);
        }
        var least = LeastSizes.Of(query.MinGroupSize, query.MinCellSize, policy);
        var options = new EvaluationOptions
        {
            Attribute = query.Group ?? "group",
            Reference = groups.Reference,
            Focal = groups.Focal,
            Confidence = query.Confidence ?? AuditDefaults.Confidence,
            BootstrapDraws = query.Draws,
            Permutations = query.Draws,
            Seed = query.Seed ?? AuditDefaults.Seed,
            AdjustOverGroups = query.AdjustOverGroups ?? false,
            MinGroupSize = least.OfGroups,
            MinCellSize = least.OfCells,
            MinGroupShare = bounds.MinGroupShare,
            Tolerances = bounds.Tolerances,
            Minimums = bounds.Minimums,
        };
        return await InTimeAsync(
            caller,
            token =>
            {
                var evaluated = Evaluate(study, scale!, [groups.Reference, .. groups.Others], options, least.OfCells, token);
                return evaluated with { Preset = bounds.Preset, Warnings = [.. least.Raised, .. evaluated.Warnings] };
            },
            cancellation);
    }

    /// <summary>Computes in a place of the organisation's, until the deadline or until its client leaves.</summary>
    private async Task<Outcome<EvaluatedScores>> InTimeAsync(
        Caller caller, Func<CancellationToken, EvaluatedScores> evaluate, CancellationToken cancellation)
    {
        using var place = await places.TakeAsync(caller.OrganisationId, cancellation);
        if (place is null)
        {
            return new Outcome<EvaluatedScores>.Busy(string.Create(CultureInfo.InvariantCulture,
                $"Of one organisation {settings.AtOncePerOrganisation} evaluations are computed at once (Evaluations__AtOncePerOrganisation) "
                + $"and {settings.Waiting} wait (Evaluations__Waiting); send it again after {BusySeconds} s."), BusySeconds);
        }
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(TimeSpan.FromSeconds(settings.DeadlineSeconds));
        try
        {
            return new Outcome<EvaluatedScores>.Done(await threads.RunAsync(() => evaluate(end.Token), end.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Outcome<EvaluatedScores>.OutOfTime(string.Create(CultureInfo.InvariantCulture,
                $"The evaluation was not done after {settings.DeadlineSeconds} s (Evaluations__DeadlineSeconds). Send a smaller bootstrap, or the scorers "
                + $"and items in parts."));
        }
    }

    private static EvaluatedScores Evaluate(
        UploadedStudy study, ScoreScale scale, IReadOnlyList<string> groups, EvaluationOptions options, int minCellSize,
        CancellationToken cancellation)
    {
        var data = study.Counts.ToData(scale, groups);
        var students = new UploadedPeople(data);
        var audited = new AuditedData
        {
            RepeatedStudents = data.Students is not null,
            StudentsByGroup = students.ByGroup,
            RatedTwice = data.SecondRatings is not null,
            Items =
            [
                .. data.Items.Index().Select(item => new AuditedItem
                {
                    ItemId = item.Item.ItemId,
                    Scale = Scale.Of(scale),
                    Groups =
                    [
                        .. groups.Index().Select(group =>
                            DataSummary.Of(
                                group.Item, HumanLevels(Fullest(data, item.Index), group.Index), scale, minCellSize,
                                students.Of(item.Index, group.Index))),
                    ],
                    NotReported = study.NotReported.GetValueOrDefault(item.Item.ItemId),
                    Excluded = Exclusion.OfOtherGroups(study.LeftOut.GetValueOrDefault(item.Item.ItemId), minCellSize),
                }),
            ],
        };
        return new EvaluatedScores(
            options, minCellSize, audited,
            [
                .. Warnings(study, data, students, options, minCellSize),
                .. DataChecks.OfItems(audited.Items, [options.Reference, .. options.Focal], minCellSize),
            ],
            StudyEvaluation.Evaluate(data, options with { MinGroupSize = LeastSizes.OfFigures(options.MinGroupSize, minCellSize) }, cancellation),
            ScoreTables.Of(data, options.Confidence), students.Tables);
    }

    private static IEnumerable<AuditWarning> Warnings(
        UploadedStudy study, EvaluationData data, UploadedPeople students, EvaluationOptions options, int minCellSize) =>
    [
        .. study.MissingWords.Met.Select(met => new AuditWarning("missingWords", null, MissingWords.Said(met.Column, met.Words))),
        .. data.Items.Index().SelectMany(item => DataWarnings.OfLevels(
            item.Item.ItemId, item.Item.Scale,
            [.. data.Groups.Index().Select(group => (group.Item, HumanLevels(Fullest(data, item.Index), group.Index)))],
            options.MinGroupSize, ToldGroups(data, students, item.Index, study.NotReported.GetValueOrDefault(item.Item.ItemId), minCellSize))),
        .. data.Items.SelectMany(item => ScaleWarnings.Of(item.ItemId, item.Scale, options.Tolerances)),
        .. ScoreWarnings.Of(data, minCellSize),
    ];

    private static ToldGroups ToldGroups(EvaluationData data, UploadedPeople students, int item, long notReported, int minCellSize) => new(
        [
            .. data.Groups.Index().Select(group => ((string?)group.Item, students.Of(item, group.Index)?.All ?? Fullest(data, item).Size(group.Index))),
            (null, notReported),
        ],
        minCellSize);

    /// <summary>The cube of the scorer that scored most responses of an item: the human's scores are taken from it.</summary>
    private static CountCube Fullest(EvaluationData data, int item) => data.Cubes[UploadedPeople.Fullest(data, item)][item];

    private static long[] HumanLevels(CountCube cube, int group) =>
        [.. Enumerable.Range(0, cube.Levels).Select(human => Enumerable.Range(0, cube.Levels).Sum(machine => cube[group, human, machine]))];

    /// <summary>The groups of the rows; null where there are not two, or the study would be too large.</summary>
    private ContrastGroups? Groups(EvaluationQuery query, UploadedCounts counts, OrganisationPolicy policy, ScoreScale scale, Refusals errors)
    {
        if (counts.GroupSizes.Count == 0)
        {
            errors.Add(query.Group ?? "group", "No row names a group that is compared; a contrast needs two.");
            return null;
        }
        var (responses, repeated) = counts.Students;
        limits.Check(counts.Size(scale.LevelCount) with { Clustered = repeated }, query.Draws, query, errors);
        if (repeated)
        {
            limits.CheckStudents(counts.Scorers, responses, query, errors);
        }
        if (errors.Any)
        {
            return null;
        }
        var sizes = counts.GroupSizes;
        var attribute = query.Group ?? "group";
        var labels = ContrastGroups.LargestFirst(sizes.Select(size => (size.Key, size.Value)));
        if (labels.Count < 2)
        {
            errors.Add(attribute, labels.Count == 0
                ? "No row names a group; a contrast needs two."
                : $"All rows belong to one group ('{labels[0]}'); a contrast needs two.");
            return null;
        }
        return ContrastGroups.Of(labels, query.Reference, query.Focal, policy.Reference(attribute), errors);
    }
}
