using System.Diagnostics;
using Npgsql;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Audits.Policies;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Host.Telemetry;
using ScoringFairness.Service.Scores;
using ScoringFairness.Service.Training;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Evaluation;

/// <summary>The last job of an audit: from out-of-fold scores to measures.</summary>
internal sealed partial class EvaluateAudit(
    OrganisationDatabase database, AuditStore audits, StoredStudy study, WordTableStore wordTables, UnscoredResponses unscored, FitStore fits,
    ErasureLots lots, Recounts recounts, IEnumerable<ICompletion> completions, Measurements measurements, ILogger<EvaluateAudit> logger) : IJob
{
    public async Task RunAsync(JobArguments job, CancellationToken cancellation)
    {
        var audit = await audits.FindAsync(job.OrganisationId, job.AuditId);
        if (audit?.Status != AuditStatus.Evaluating)
        {
            return;
        }
        try
        {
            while (!await EvaluateAsync(job, audit, cancellation))
            {
                // Somebody was erased meanwhile: what was read was of them too.
            }
        }
        catch (Exception exception) when (exception is not (NpgsqlException or OperationCanceledException))
        {
            // The same data give the same exception: trying again would only leave the audit unfinished.
            Failed(logger, exception, job.AuditId);
            await GiveUpAsync(job, exception);
        }
    }

    /// <returns>False where it is to be done again.</returns>
    private async Task<bool> EvaluateAsync(JobArguments job, Audit planned, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        await lots.LeaveOutAsync(job, planned.Design, cancellation);
        var recount = await recounts.OfAsync(job.OrganisationId, planned, cancellation);
        var audit = planned with { Data = recount.Data };
        var repeats = new List<IReadOnlyList<MeasureRow>>();
        var warnings = recount.Warnings.ToList();
        IReadOnlyList<ScoreTable> tables = [];
        IReadOnlyList<StudentTable> students = [];
        for (var repeat = 0; repeat < audit.Design.Repeats; repeat++)
        {
            var data = await study.ReadAsync(job.OrganisationId, job.AuditId, audit.Design, audit.Data!, repeat, cancellation);
            warnings.AddRange(ScoreWarnings.Of(data, audit.Design.MinCellSize).Except(warnings));
            repeats.Add(StudyEvaluation.Evaluate(data, Options(audit.Design, repeat), cancellation));
            (tables, students) = repeat == 0 ? (ScoreTables.Of(data, audit.Design.Confidence), StudentTables.Of(data)) : (tables, students);
        }
        warnings.AddRange(ScoreWarnings.OfUnscored(await unscored.CountsAsync(job.OrganisationId, job.AuditId, audit.Design.MinCellSize, cancellation)));
        warnings.AddRange(ScoreWarnings.OfEmpty(await fits.LearntNothingAsync(job.OrganisationId, job.AuditId, cancellation)));
        var words = await wordTables.MakeAsync(job.OrganisationId, job.AuditId, audit.Design, audit.Data!, cancellation);
        var rows = RepeatedMeasures.Join(repeats, Options(audit.Design, repeat: 0));
        var more = completions.Select(completion => completion.Prepare(job.OrganisationId, audit, rows, tables, students)).ToList();
        var stored = await database.InTransactionAsync(
            job.OrganisationId,
            async Task<bool?> (connection) =>
            {
                if (await AuditSteps.LockAsync(connection, job.OrganisationId, job.AuditId) != AuditStatus.Evaluating)
                {
                    return null;
                }
                if (!recount.Holds(await ErasedScores.CountsAsync(connection, job.OrganisationId, job.AuditId)))
                {
                    return false;
                }
                if (recount.Erased.Count > 0)
                {
                    await AuditSteps.DescribeAsync(
                        connection, job.OrganisationId, job.AuditId, recount.Data, [.. recount.Erased.Keys], Recount.Counting);
                }
                await MeasureStore.WriteAsync(connection, job.OrganisationId, job.AuditId, rows, cancellation);
                await AuditSteps.WarnAsync(connection, job.OrganisationId, job.AuditId, warnings);
                await ScoreTableStore.WriteAsync(connection, job.OrganisationId, job.AuditId, tables, students);
                if (words is not null)
                {
                    await WordTableStore.WriteAsync(connection, job.OrganisationId, job.AuditId, words);
                }
                foreach (var write in more)
                {
                    await write(connection);
                }
                await AuditSteps.SetStatusAsync(connection, job.OrganisationId, job.AuditId, AuditStatus.Completed);
                return true;
            },
            cancellation);
        if (stored == true)
        {
            measurements.AuditEnds(AuditStatus.Completed, audit.StartedAt!.Value);
            Evaluated(logger, job.AuditId, rows.Count, clock.Elapsed.TotalSeconds);
        }
        return stored != false;
    }

    public Task GiveUpAsync(JobArguments job, Exception reason) =>
        audits.FailAsync(job.OrganisationId, job.AuditId, AuditStatus.Evaluating, $"Evaluation: {reason.Message}");

    private static EvaluationOptions Options(AuditDesign design, int repeat) => new()
    {
        Attribute = design.Attribute.ToString(),
        Reference = design.Reference,
        Focal = [.. design.Groups.Skip(1)],
        Confidence = design.Confidence,
        BootstrapDraws = design.Bootstrap,
        Permutations = design.Bootstrap,
        Seed = design.Seed + repeat,
        AdjustOverGroups = design.AdjustOverGroups,
        MinGroupSize = LeastSizes.OfFigures(design.MinGroupSize, design.MinCellSize),
        MinCellSize = design.MinCellSize,
        Tolerances = design.Tolerances,
        Minimums = design.Minimums,
        MinGroupShare = design.MinGroupShare,
        BaselineSplit = TrainingSplit.Mixed,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "Audit {AuditId}: evaluation failed")]
    private static partial void Failed(ILogger logger, Exception exception, string auditId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit {AuditId} is evaluated: {Rows} measures in {Seconds} s")]
    private static partial void Evaluated(ILogger logger, string auditId, int rows, double seconds);
}
