using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Training;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Reports;

/// <summary>What the page of a report is made of.</summary>
public sealed class ReportView
{
    /// <param name="report">The report, small counts suppressed.</param>
    /// <param name="fits">The training runs; none where nothing was trained.</param>
    public ReportView(AuditReport report, IReadOnlyList<Fit> fits)
    {
        (Report, Fits) = (report, fits);
        Figures = new MeasureIndex(report.Measures, report.Audit.Groups);
        Notes = new Footnotes(report.Measures.Select(row => row.Note));
        Findings = [.. Figures.Scorers.Select(scorer => new Findings(report, Figures, scorer))];
        Scores = report.Data.Items.ToDictionary(item => item.ItemId, item => item.Scale.ToGrid().Scores);
    }

    /// <summary>Whose report it is, for its pages on paper; null: nobody's in particular.</summary>
    public string? Organisation { get; init; }

    /// <summary>Whether its reader may read the audit's responses one by one.</summary>
    public bool MayReadTexts { get; init; }

    /// <summary>The figures as files and the way back, where they are stored nowhere and a person sent them; else null.</summary>
    public UnstoredFigures? Unstored { get; init; }

    /// <summary>The report.</summary>
    public AuditReport Report { get; }

    /// <summary>The training runs.</summary>
    public IReadOnlyList<Fit> Fits { get; }

    /// <summary>The report's measures.</summary>
    public MeasureIndex Figures { get; }

    /// <summary>The remarks on its figures.</summary>
    public Footnotes Notes { get; }

    /// <summary>What was found about each scorer and split.</summary>
    public IReadOnlyList<Findings> Findings { get; }

    /// <summary>What the first page is about: the first that could go into use.</summary>
    public Findings Lead => Findings[Figures.Scorers.ToList().IndexOf(TrainingSplit.ForUse(Figures.Scorers)[0])];

    /// <summary>The scores of each item's scale.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Scores { get; }

    /// <summary>The same without ways to what a reader who has no key cannot open.</summary>
    public ReportView WithoutWays() => new(Report with { Audit = Report.Audit with { AuditId = null } }, Fits) { Organisation = Organisation };

    /// <summary>Whether it has so many lines or training runs that on paper it is set narrower, and its runs are summed up.</summary>
    public bool IsLong => Figures.Lines.Count > 24 || Fits.Count > 48;

    /// <summary>The scores that a line's levels stand for.</summary>
    public IReadOnlyList<double> ScoresOf(Line line) => Scores[line.ItemId ?? Scores.Keys.First()];

    /// <summary>The tables of what a line covers; means over items have none.</summary>
    public ScoreTable? TableOf(Line line) => line.Over == RowCodes.Items ? null : Report.Tables.FirstOrDefault(table =>
        (table.Scorer, table.Split, table.ItemId) == (line.Scorer, line.Split, line.ItemId));

    /// <summary>What the tables cover, in order: all responses first, then item by item.</summary>
    public IEnumerable<(string Scope, IReadOnlyList<ScoreTable> Tables)> TablesByScope() => Report.Tables
        .GroupBy(table => table.ItemId).OrderBy(item => item.Key is not null)
        .Select(item => (item.Key ?? "All responses", (IReadOnlyList<ScoreTable>)[.. item]));

    /// <summary>A group's responses to all items; null where one of the counts is suppressed.</summary>
    public long? SizeOf(string group)
    {
        var counts = Report.Data.Items.SelectMany(item => item.Groups).Where(one => one.Group == group).Select(one => one.N).ToList();
        return counts.Contains(null) ? null : counts.Sum();
    }

    /// <summary>The class of a group's colour and mark.</summary>
    public int GroupNumber(string group) => Math.Max(0, Figures.Groups.ToList().IndexOf(group));
}
