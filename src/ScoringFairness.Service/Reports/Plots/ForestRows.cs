using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports.Plots;

/// <summary>The rows of the plot of a question: all items, groups, splits and the second human, the worst group first.</summary>
internal static class ForestRows
{
    /// <summary>The rows, those without a figure too.</summary>
    public static IReadOnlyList<ForestRow> Of(ReportView view, Measure measure) =>
    [
        .. from contrast in view.Figures.Contrasts.OrderBy(contrast => Gravity(view, measure, contrast))
           from scope in view.Figures.ByScope()
           from row in Of(view, measure, contrast, scope)
           where row.Row is not null
           select new ForestRow(Scope(view, scope.Key, contrast), row.Name, row.Row),
    ];

    /// <summary>What a row covers, as far as the report has several of it.</summary>
    public static string Scope(ReportView view, string scope, GroupContrast contrast) => view.Figures.Contrasts.Count == 1 ? scope
        : view.Figures.ByScope().Count == 1 ? contrast.Title : $"{contrast.Title}, {scope}";

    private static List<(string Name, MeasureRow? Row)> Of(ReportView view, Measure measure, GroupContrast contrast, IEnumerable<Line> scope) =>
    [
        .. scope.Select(line => (view.Figures.Name(line), view.Figures.OfContrast(measure, line, contrast.Name))),
        .. scope.Select(line => ($"{view.Figures.Name(line)}, {FormWords.BeforeTheScale}", view.Figures.Expected(measure, line, contrast.Name))),
        ("second human", view.Figures.OfContrast(measure, scope.First().SecondHuman, contrast.Name)),
    ];

    /// <summary>The gravest finding of any scorer, over all items.</summary>
    private static (int, Presence, double) Gravity(ReportView view, Measure measure, GroupContrast contrast) => view.Findings.SelectMany(one => one.All)
        .Where(one => one.Measure == measure && one.Contrast == contrast).Select(one => one.Gravity).DefaultIfEmpty((9, Presence.Undefined, 0)).Min();
}
