using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Scoring.Probes;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Planning.CrossFitting;
using ScoringFairness.Service.Scorers.Distillations;
using ScoringFairness.Service.Scorers.Mitigations;
using ScoringFairness.Service.Scores;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Training;

/// <summary>A fit with its data.</summary>
/// <param name="Scale">The item's scale.</param>
/// <param name="Dealt">Who was to be trained on, to choose the epoch, to be scored.</param>
/// <param name="Sets">Those of them that are there still.</param>
/// <param name="Texts">The texts by response id.</param>
internal sealed record FitWork(ScoreScale Scale, TrainingSets Dealt, TrainingSets Sets, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>The held-out responses with words swapped that are scored too; none where nobody asked for them.</summary>
    public IReadOnlyList<SwappedText> Swaps { get; init; } = [];

    /// <summary>The responses that students of its scorer train on, which are scored for them; none where it has no students.</summary>
    public IReadOnlyList<PlannedResponse> ForStudents { get; init; } = [];

    /// <summary>What its teacher says of training responses, by their numbers; null: it has no teacher.</summary>
    public IReadOnlyDictionary<int, TaughtScore>? Lessons { get; init; }

    /// <summary>What is scored: the held-out responses, then those with words swapped, then what students train on.</summary>
    public IReadOnlyList<string> Scored =>
    [
        .. Sets.HeldOut.Select(response => Texts[response.ResponseId]), .. Swaps.Select(swap => swap.Text),
        .. ForStudents.Select(response => Texts[response.ResponseId]),
    ];

    /// <summary>What probes guessed of the groups of held-out responses; nothing where nobody asked, or where there are no vectors.</summary>
    public IReadOnlyList<GuessedGroup> Guesses { get; init; } = [];

    /// <summary>The fit with what probes guess from the vectors that its engine told: of each focal group and the reference.</summary>
    public FitWork Probed(FitResult result, AuditDesign design, Fit fit, CancellationToken cancellation)
    {
        var held = Sets.HeldOut;
        if (result.Vectors.Count < held.Count || held.Count == 0)
        {
            return this;
        }
        // The parts are those of the fold: each scorer's probes hold out the same responses together.
        var probe = new GroupProbe(
            [.. held.Select(response => Texts[response.ResponseId])], result.Vectors, [.. held.Select(response => response.ClusterNo)],
            SeededRandom.SeedOf(design.Seed, "probe", fit.ItemId, fit.Repeat, fit.Fold), cancellation);
        return this with
        {
            Guesses =
            [
                .. from focal in design.Groups.Skip(1)
                   from guess in probe.Guesses(at => held[at].Group == design.Reference ? true : held[at].Group == focal ? false : null)
                   let response = held[guess.At]
                   select new GuessedGroup(
                       response.ResponseNo, response.StudentNo, response.Group!, focal, guess.Part, guess.ByVector, guess.ByPlain),
            ],
        };
    }

    /// <summary>What an engine is asked for.</summary>
    /// <param name="design">The audit.</param>
    /// <param name="fit">The fit.</param>
    /// <param name="exportFolder">Where the trained scorer is left; null: nowhere.</param>
    /// <param name="resumeFolder">Where the fit is kept while it trains.</param>
    /// <param name="isPlaceWanted">Whether another organisation's work waits for the fit's place.</param>
    public FitRequest Request(AuditDesign design, Fit fit, string? exportFolder, string? resumeFolder, Func<bool> isPlaceWanted)
    {
        var scorer = design.Scorers.Single(one => one.Name == fit.Scorer);
        var mitigation = Twins.MitigationOf(scorer);
        var groups = mitigation is null ? null : design.Groups;
        return new FitRequest
        {
            Training = Labelled(Sets.Training, groups),
            Validation = Labelled(Sets.Validation, groups),
            Responses = Scored,
            Vectors = design.Explain.Contains(ExplanationReader.GroupProbe) ? Sets.HeldOut.Count : 0,
            LevelCount = Scale.LevelCount,
            Minimum = Scale.Minimum,
            Step = Scale.Step,
            Seed = fit.Seed,
            Mitigation = mitigation?.ToEngine(),
            Distillation = TaughtScorers.DistillationOf(scorer)?.ToEngine(),
            Attribution = design.Attribution?.Find(fit.Scorer, fit.Split, fit.Repeat) is { } asked
                ? new AttributionRequest([asked.Mark.Method], AttributionWork.Asked(asked.Mark.Method, Sets.HeldOut.Count))
                : null,
            ExportFolder = exportFolder,
            IsPlaceWanted = isPlaceWanted,
            ResumeFolder = resumeFolder,
        };
    }

    /// <summary>Whether some of its responses were deleted since.</summary>
    public bool IsReduced => Sets.Count < Dealt.Count;

    /// <summary>Responses with their levels, as an engine takes them.</summary>
    /// <param name="set">The responses.</param>
    /// <param name="groups">The groups, the reference first, whose numbers a mitigation is told; null: an engine is told none.</param>
    private IReadOnlyList<LabelledText> Labelled(IReadOnlyList<PlannedResponse> set, IReadOnlyList<string>? groups) =>
    [
        .. set.Select(response => new LabelledText(Texts[response.ResponseId], response.HumanLevel)
        {
            Group = groups?.Index().Where(group => group.Item == response.Group).Select(group => (int?)group.Index).FirstOrDefault(),
            Teacher = Lessons?.GetValueOrDefault(response.ResponseNo) is { } said ? new TeacherScore(said.Probabilities ?? [], said.Place) : null,
        }),
    ];
}
