using ScoringFairness.Scoring;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Planning.CrossFitting;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Scorers.Distillations;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Training;

/// <summary>Brings together what a fit trains on, holds out and scores.</summary>
internal sealed class FitPreparation(PlannedResponses plan, AuditedResponses responses, ItemStore items, TaughtScores taught)
{
    /// <summary>Why a fit whose responses were deleted while it trained cannot go on.</summary>
    public static FitException TooFewLeft(Exception? inner = null) => new(
        "So many of its responses were deleted while the audit trained that the rest cannot be trained on; start another audit.", inner!);

    /// <summary>The work of a fit.</summary>
    /// <param name="job">The job.</param>
    /// <param name="audit">The audit. The item's scale is the one that it was planned on, whatever became of the item's since.</param>
    /// <param name="fit">The fit.</param>
    /// <param name="leader">The fit that trains it with it, whose responses are numbered alike: the same are trained on, held out and scored.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<FitWork> OfAsync(JobArguments job, Audit audit, Fit fit, FitWork? leader, CancellationToken cancellation)
    {
        if ((await items.ScalesAsync(job.OrganisationId, [fit.ItemId], cancellation)).Count == 0)
        {
            throw new FitException("The item was deleted while the audit trained; start another audit without it.");
        }
        var design = audit.Design;
        var scale = audit.Data!.Items.Single(item => item.ItemId == fit.ItemId).Scale.ToGrid();
        var (planned, folds) = await plan.ReadAsync(job.OrganisationId, job.AuditId, fit.ItemId, fit.Repeat, cancellation);
        var split = new TrainingSplit(fit.Split ?? TrainingSplit.None);
        var sets = leader?.Dealt.On(planned) ?? TrainingSets.Of(
            planned, folds, fit.Fold, split, TrainingGroups.On(planned, design), (ulong)fit.Seed);
        var forStudents = TaughtScorers.IsTeacher(design.Scorers, fit.Scorer, split.Name) ? TrainingSets.Eligible(planned, folds, fit.Fold, split) : [];
        var wanted = sets.Training.Concat(sets.Validation).Concat(sets.HeldOut).Concat(forStudents)
            .Select(response => response.ResponseId).Distinct().ToList();
        var texts = await responses.TextsAsync(job.OrganisationId, fit.ItemId, wanted, cancellation);
        var heldOut = Present(sets.HeldOut);
        var work = new FitWork(scale, sets, new TrainingSets(Present(sets.Training), Present(sets.Validation), heldOut), texts)
        {
            Swaps = design.Swaps is { } swaps ? SwappedText.Of(swaps, heldOut, texts) : [],
            ForStudents = Present(forStudents),
            Lessons = fit.TaughtBy is { } teacher ? await taught.ReadAsync(job.OrganisationId, job.AuditId, fit.ItemId, teacher, cancellation) : null,
        };
        return work.Sets.Training.Count > 0 && work.Sets.HeldOut.Count > 0 || !work.IsReduced ? work : throw TooFewLeft();

        // A response deleted since the audit was planned takes no part.
        List<PlannedResponse> Present(IReadOnlyList<PlannedResponse> set) => [.. set.Where(response => texts.ContainsKey(response.ResponseId))];
    }
}
