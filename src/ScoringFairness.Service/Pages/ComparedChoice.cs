using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Reports;

namespace ScoringFairness.Service.Pages;

/// <summary>What may be chosen for a comparison: one scorer of an audit, or all of them.</summary>
/// <param name="AuditId">The audit.</param>
/// <param name="Scorer">The scorer; null: every one.</param>
/// <param name="Name">The audit's name.</param>
/// <param name="At">When it was completed.</param>
public sealed record ComparedChoice(string AuditId, string? Scorer, string Name, DateTimeOffset? At)
{
    private const char Between = '/';

    /// <summary>How it is sent.</summary>
    public string Value => Scorer is null ? AuditId : $"{AuditId}{Between}{Scorer}";

    /// <summary>What it is called, so that audits of one name are told apart.</summary>
    public string Words => $"{Name}, {At?.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture)}: {Scorer ?? "every scorer"}";

    /// <summary>What an audit offers.</summary>
    internal static IEnumerable<ComparedChoice> Of(Audit audit)
    {
        var names = audit.Design.Scorers.Select(scorer => scorer.Name);
        return (audit.Design.Scorers.Count > 1 ? names.Prepend(null) : names)
            .Select(scorer => new ComparedChoice(audit.AuditId, scorer, audit.Name, audit.FinishedAt));
    }

    /// <summary>The audit and the scorer that were sent.</summary>
    public static (string? AuditId, string? Scorer) Read(string? value) => value?.Split(Between, 2) switch
    {
        [var audit, var scorer] => (audit, scorer),
        _ => (value, null),
    };
}

/// <summary>A side of a comparison.</summary>
/// <param name="Report">The report of its audit.</param>
/// <param name="Chosen">The scorer that was chosen; null: none was.</param>
public sealed record ComparedSide(AuditReport Report, string? Chosen)
{
    /// <summary>The one scorer that it is about: that chosen, or the only one; null where it is about several.</summary>
    public string? Scorer { get; } = Chosen ?? (Report.Summary.Select(answer => answer.Scorer).Distinct().ToList() is [var only] ? only : null);

    private IReadOnlyList<ToldFigure> Told { get; } = ToldAnswers.Of(Report).Figures;

    /// <summary>The groups of a contrast in words; of none, that it is about all.</summary>
    public string WordsOf(string? contrast) => contrast is null ? "all groups" : Contrasts.FirstOrDefault(one => one.Name == contrast)?.Title ?? contrast;

    private IReadOnlyList<GroupContrast> Contrasts { get; } = GroupContrast.Of(Report.Audit.Groups);

    /// <summary>Its answers and its agreement with the human, of the other side's scorer where it has none of its own.</summary>
    public IReadOnlyList<ToldFigure> Answers(ComparedSide other) =>
        (Scorer ?? other.Scorer) is { } scorer ? [.. Told.Where(figure => figure.Scorer == scorer)] : Told;

    /// <summary>Whether a choice is what was chosen.</summary>
    public bool Is(ComparedChoice choice) => choice.AuditId == Report.Audit.AuditId && (choice.Scorer == Chosen || Chosen is null && choice.Scorer == Scorer);
}
