using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Scorers.Distillations;

/// <summary>Scorers that learn from other scorers of their audit, each beside the same scorer without a teacher.</summary>
internal static class TaughtScorers
{
    /// <summary>Adds each student's control beside it, unless it stands there already, or refuses the student whose teacher cannot teach it.</summary>
    /// <param name="scorers">The scorers, each with the field that it was asked for in.</param>
    /// <param name="kinds">Know which kinds give probabilities.</param>
    /// <param name="isWhole">Whether no scorer of the request was refused.</param>
    /// <param name="errors">Takes what is refused.</param>
    public static List<(string Field, ScorerDesign Design)> Found(
        IReadOnlyList<(string Field, ScorerDesign Design)> scorers, ScorerKinds kinds, bool isWhole, Refusals errors)
    {
        var designs = scorers.Select(one => one.Design).ToList();
        var found = new List<(string Field, ScorerDesign Design)>();
        foreach (var (field, design) in scorers)
        {
            if (design is not IStudentDesign { Distillation: { } distillation } student)
            {
                found.Add((field, design));
                continue;
            }
            if (isWhole && Problem(design, distillation.Teacher, designs, kinds) is { } problem)
            {
                errors.Add(field, problem);
            }
            var control = designs.Concat(found.Select(one => one.Design)).FirstOrDefault(student.IsAlone);
            found.Add((field, student.With(control?.Name ?? ControlOf(design.Name))));
            if (control is null)
            {
                found.Add((field, student.Alone(ControlOf(design.Name))));
                errors.Unless(Identifier.Problem(ControlOf(design.Name)) is null, field, $"name '{design.Name}' leaves no room for its control's; shorten it.");
            }
        }
        return found;
    }

    /// <summary>The students of an audit, each with how it learns.</summary>
    public static IEnumerable<(ScorerDesign Scorer, DistillationDesign Distillation)> Of(IReadOnlyList<ScorerDesign> scorers) =>
        scorers.Select(scorer => (scorer, DistillationOf(scorer))).Where(one => one.Item2 is not null).Select(one => (one.scorer, one.Item2!));

    /// <summary>How a scorer learns from another; null: it does not.</summary>
    public static DistillationDesign? DistillationOf(ScorerDesign scorer) => (scorer as IStudentDesign)?.Distillation;

    /// <summary>Whether a scorer teaches another on a split.</summary>
    public static bool IsTeacher(IReadOnlyList<ScorerDesign> scorers, string name, string split) =>
        Of(scorers).Any(student => student.Distillation.Teacher == name && student.Scorer.FittedSplits.Contains(split));

    /// <summary>What a reader of students' figures should know.</summary>
    public static IEnumerable<AuditWarning> Caveats(IReadOnlyList<ScorerDesign> scorers) => Of(scorers).Select(student => new AuditWarning(
        "distilled", null,
        $"Scorer '{student.Scorer.Name}' was trained on the scores of '{student.Distillation.Teacher}' beside human scores: what the teacher has learnt "
        + $"of groups it may have passed on. '{student.Distillation.Control}' is the same scorer without a teacher."));

    private static string ControlOf(string student) => $"{student}-control";

    private static string? Problem(ScorerDesign student, string teacher, IReadOnlyList<ScorerDesign> scorers, ScorerKinds kinds)
    {
        if (teacher == student.Name)
        {
            return "teacher is this scorer itself; name another scorer of the audit, and give each a name.";
        }
        if (scorers.FirstOrDefault(scorer => scorer.Name == teacher) is not { } found)
        {
            var others = scorers.Where(scorer => scorer != student && kinds.Of(scorer).GivesProbabilities).Select(scorer => $"'{scorer.Name}'").ToList();
            return $"teacher '{teacher}' is no scorer of this audit; "
                + (others.Count > 0 ? $"name {ScorerKinds.InWords(others)}, or add it." : "add one, and name it.");
        }
        if (!kinds.Of(found).GivesProbabilities)
        {
            var able = kinds.All.Where(kind => kind.GivesProbabilities).Select(kind => kind.Word);
            return $"teacher '{teacher}' is of kind {found.Kind}, which need not give probabilities of levels; "
                + $"name one of kind {string.Join(" or ", able)}.";
        }
        if (Cycle(student, teacher, scorers) is { } cycle)
        {
            return $"teacher '{teacher}' learns from this scorer in turn ({cycle}); let one of them go without a teacher.";
        }
        return student.Splits.Except(found.Splits).ToList() is { Count: > 0 } missing
            ? $"teacher '{teacher}' is not trained on {ScorerKinds.InWords(missing)}, on which this scorer is; add it to the teacher's splits, "
                + "or leave it out here."
            : null;
    }

    /// <summary>The way from a scorer over its teachers back to it; null where it does not lead back.</summary>
    private static string? Cycle(ScorerDesign student, string teacher, IReadOnlyList<ScorerDesign> scorers)
    {
        var way = new List<string> { student.Name };
        for (var next = teacher; !way.Contains(next);)
        {
            way.Add(next);
            if (scorers.FirstOrDefault(scorer => scorer.Name == next) is not { } one || DistillationOf(one) is not { } further)
            {
                return null;
            }
            next = further.Teacher;
            if (next == student.Name)
            {
                return string.Join(" → ", way.Append(next));
            }
        }
        // It leads into a circle that others are refused for.
        return null;
    }
}
