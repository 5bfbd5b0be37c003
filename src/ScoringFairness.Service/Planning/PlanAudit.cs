using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Responses.Privacy;
using ScoringFairness.Service.Scorers;
using ScoringFairness.Service.Scores;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Planning;

/// <summary>
/// The first job of an audit: freezes the responses that take part and their scores from outside, deals them into folds,
/// checks the data, and queues one fit for each item × trained scorer × split × fold × repeat; or the evaluation, where
/// nothing is trained.
/// </summary>
internal sealed partial class PlanAudit(
    OrganisationDatabase database, AuditStore audits, ItemStore items, ScorerKinds kinds, IFitQueue queue, JobOutbox outbox, TextCipher cipher,
    ILogger<PlanAudit> logger) : IJob
{
    public async Task RunAsync(JobArguments job, CancellationToken cancellation)
    {
        var audit = await audits.FindAsync(job.OrganisationId, job.AuditId);
        if (audit?.Status != AuditStatus.Queued)
        {
            return;
        }
        var scales = await items.ScalesAsync(job.OrganisationId, audit.Design.Items, cancellation);
        var gone = audit.Design.Items.Where(id => !scales.ContainsKey(id)).ToList();
        using var digest = await DataDigest.BeginAsync(database, job.OrganisationId, cancellation);
        var planned = await database.InTransactionAsync(
            job.OrganisationId,
            async connection =>
            {
                if (await AuditSteps.LockAsync(connection, job.OrganisationId, job.AuditId) != AuditStatus.Queued)
                {
                    return 0;
                }
                if (gone.Count > 0)
                {
                    await AuditSteps.SetStatusAsync(connection, job.OrganisationId, job.AuditId, AuditStatus.Failed,
                        $"Item '{gone[0]}' was deleted before the audit was planned.");
                    return 0;
                }
                return await PlanAsync(connection, job, audit.Design, scales, digest, cancellation);
            },
            cancellation);
        outbox.Wake();
        Planned(logger, job.AuditId, planned);
    }

    public Task GiveUpAsync(JobArguments job, Exception reason) =>
        audits.FailAsync(job.OrganisationId, job.AuditId, AuditStatus.Queued, $"Planning: {reason.Message}");

    private async Task<int> PlanAsync(
        NpgsqlConnection connection, JobArguments job, AuditDesign design, IReadOnlyDictionary<string, ScoreScale> scales,
        DataDigest digest, CancellationToken cancellation)
    {
        var students = new StudentNumbers();
        var audited = new List<AuditedItem>();
        var warnings = new List<AuditWarning>();
        var fits = new List<PlannedFit>();
        var together = design.Scorers.Where(kinds.TrainsTogether).Select(scorer => scorer.Name).ToHashSet(StringComparer.Ordinal);
        var same = new SameTexts();
        var (responses, ratedTwice, members) = (0, false, new HashSet<(string Group, int StudentNo)>());
        var earlier = await AuditSteps.OthersAsync(
            connection, job.OrganisationId, job.AuditId, AuditStatus.Training, AuditStatus.Evaluating, AuditStatus.Completed);
        var taking = new List<IReadOnlyList<CandidateResponse>>();
        foreach (var itemId in design.Items)
        {
            var all = await AuditedResponses.CandidatesAsync(connection, job.OrganisationId, itemId, design.Selection);
            var held = await HeldCohort.OfAsync(connection, job.OrganisationId, itemId, design, earlier, Members(all, scales[itemId]));
            if (held.Problem is { } problem)
            {
                await AuditSteps.SetStatusAsync(connection, job.OrganisationId, job.AuditId, AuditStatus.Failed, problem);
                return 0;
            }
            warnings.AddRange(held.Warnings);
            taking.Add([.. all.Where(candidate => !held.LeftOut.Contains(candidate.ResponseId))]);
        }
        foreach (var (itemId, candidates) in design.Items.Zip(taking))
        {
            var leader = together.Count > 0 ? same.Find(candidates) : null;
            var item = ItemPlan.Of(itemId, scales[itemId], leader?.Paired ?? candidates, design, students, leader?.Plan);
            if (leader is null)
            {
                same.Add(itemId, candidates, item);
            }
            var frozen = design.Explain.Contains(ExplanationReader.Decomposition)
                ? await TextFacts.WithAsync(connection, job.OrganisationId, itemId, design, item.Responses, cipher)
                : item.Responses;
            await PlannedResponses.WriteAsync(connection, job.OrganisationId, job.AuditId, itemId, frozen, item.Folds, cancellation);
            var unscored = await kinds.FreezeAsync(
                connection, new FrozenItem(job.OrganisationId, job.AuditId, itemId, scales[itemId], item.Responses, design.Repeats, design.MinCellSize),
                design.Scorers, cancellation);
            audited.Add(DataSummary.Of(itemId, scales[itemId], item.Responses, design.MinCellSize) with
            {
                Unscored = unscored,
                Excluded = Exclusion.OfOtherGroups(
                    await AuditedResponses.LeftOutAsync(connection, job.OrganisationId, itemId, design.Selection), design.MinCellSize),
            });
            members.UnionWith(item.Responses.Where(response => response.Group is not null).Select(response => (response.Group!, response.StudentNo)));
            var told = new ToldGroups(item.Responses.Select(response => (response.Group, response.StudentNo)).Distinct()
                .CountBy(member => member.Group ?? "").Select(group => (group.Key.Length == 0 ? null : group.Key, (long)group.Value)), design.MinCellSize);
            warnings.AddRange(DataWarnings.Of(itemId, scales[itemId], item, design, told));
            warnings.AddRange(ScaleWarnings.Of(itemId, scales[itemId], design.Tolerances));
            warnings.AddRange(await DataChecks.OfTextsAsync(connection, job.OrganisationId, itemId, design, item.Responses, told, cipher));
            warnings.AddRange(DataWarnings.Unscored(itemId, unscored));
            fits.AddRange(PlannedFit.Of(itemId, item, design, kinds)
                .Select(fit => leader is { } led && together.Contains(fit.Scorer) ? fit.Led(led.ItemId) : fit));
            responses += item.Responses.Count;
            ratedTwice |= item.Responses.Any(response => response.FurtherScores.Length > 0);
            digest.Add(itemId, candidates);
        }
        warnings.AddRange(DataChecks.OfLabels(design.Groups, members, design.MinCellSize));
        warnings.AddRange(DataChecks.OfItems(audited, design.Groups, design.MinCellSize));
        warnings.AddRange(DataChecks.OfMissing(
            await AuditedResponses.MissingWordsAsync(connection, job.OrganisationId, [.. design.Items], design.Selection)));
        await AuditSteps.StartAsync(
            connection, job.OrganisationId, job.AuditId,
            new AuditedData
            {
                Items = audited,
                RepeatedStudents = responses > students.Count,
                StudentsByGroup = responses == students.Count ? null : DataSummary.StudentsByGroup(members),
                RatedTwice = ratedTwice,
            },
            digest.End(), warnings);
        if (fits.Count == 0 && design.Scorers.Any(scorer => scorer.IsTrained))
        {
            await AuditSteps.SetStatusAsync(
                connection, job.OrganisationId, job.AuditId, AuditStatus.Failed, $"No item can be trained on. {DataWarnings.FoldsProblem(design.Folds)}");
        }
        else if (fits.Count == 0)
        {
            await AuditSteps.SetStatusAsync(connection, job.OrganisationId, job.AuditId, AuditStatus.Evaluating);
            await AuditJobs.QueueAsync(connection, AuditJobs.Evaluate, job.OrganisationId, job.AuditId);
        }
        await queue.AddAsync(connection, job, design, fits, cancellation);
        return fits.Count;
    }

    private static IReadOnlyList<CohortMember> Members(IReadOnlyList<CandidateResponse> candidates, ScoreScale scale) =>
    [
        .. candidates.Where(candidate => candidate.GroupLabel is not null)
            .Select(candidate => new CohortMember(candidate.ResponseId, candidate.GroupLabel!, scale.LevelOf(candidate.HumanScore) ?? -1)),
    ];

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit {AuditId} is planned: {Fits} fits")]
    private static partial void Planned(ILogger logger, string auditId, int fits);
}
