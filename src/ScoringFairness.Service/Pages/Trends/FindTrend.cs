using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Reports;

namespace ScoringFairness.Service.Pages.Trends;

/// <summary>Puts a scorer's figures over comparable audits in a row.</summary>
internal sealed class FindTrend(AuditStore audits, ComparableAudits comparable, AuditAnswers answers)
{
    private const int MostShown = 60;

    /// <summary>The trend that an audit is part of.</summary>
    /// <param name="organisationId">Whose it is.</param>
    /// <param name="auditId">The audit.</param>
    /// <param name="scorer">The scorer; null, or one that the audit has not: its first.</param>
    /// <param name="split">The training split; null, or one that the scorer has not: its first.</param>
    /// <param name="scheduleId">The schedule whose audits alone are looked at; null: all.</param>
    public async Task<Outcome<Trend>> RunAsync(string organisationId, string auditId, string? scorer, string? split, string? scheduleId)
    {
        if (await audits.FindAsync(organisationId, auditId) is not { } audit)
        {
            return new Outcome<Trend>.Missing($"audit '{auditId}'");
        }
        if (audit.Status != AuditStatus.Completed)
        {
            return new Outcome<Trend>.Conflict($"The audit is {audit.Status}; it is part of a trend once it is completed.");
        }
        var data = ComparableAudits.DataOf(audit);
        var design = audit.Design.Scorers.FirstOrDefault(one => one.Name == scorer) ?? audit.Design.Scorers[0];
        var chosen = split is not null && design.Splits.Contains(split) ? split : design.MeasuredSplits.First();
        var same = (await comparable.ReadAsync(organisationId, scheduleId))[data.Key]
            .Where(one => one.Design.Scorers.Any(other => other.Name == design.Name && other.MeasuredSplits.Contains(chosen))).ToList();
        var shown = same.Take(MostShown).Reverse().ToList();
        var told = await answers.OfAsync(organisationId, [.. shown.Select(one => one.AuditId)]);
        List<(Audit Audit, ToldAnswers Told)> points = [.. shown.Where(one => told.ContainsKey(one.AuditId)).Select(one => (one, told[one.AuditId]))];
        return new Outcome<Trend>.Done(new Trend
        {
            AuditId = auditId,
            ScheduleId = scheduleId,
            Scorer = design.Name,
            Scorers = [.. audit.Design.Scorers.Select(one => one.Name)],
            Split = chosen,
            Splits = design.Splits,
            Data = data,
            Contrasts = [.. points.SelectMany(point => Contrasts(point.Audit.Design)).DistinctBy(contrast => contrast.Name)],
            Points =
            [
                .. points.Index().Select(point => new TrendPoint(
                    point.Item.Audit.AuditId, point.Item.Audit.Name, point.Item.Audit.CreatedAt,
                    [.. point.Item.Told.Figures.Where(figure => figure.Scorer == design.Name && figure.Split == chosen)],
                    point.Index == 0 ? [] : AuditChanges.Of(points[point.Index - 1], point.Item, design.Name))),
            ],
            IsCut = same.Count > MostShown,
        });
    }

    private static IEnumerable<GroupContrast> Contrasts(AuditDesign design) =>
        design.Groups.Skip(1).Select(focal => new GroupContrast($"{design.Groups[0]}-{focal}", design.Groups[0], focal));
}
