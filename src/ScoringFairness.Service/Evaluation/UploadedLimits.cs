using System.Globalization;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Evaluation;

/// <summary>What keeps scores that are sent from being more than can be evaluated: looked at while rows come, and before anything is made of them.</summary>
internal sealed class UploadedLimits(StudySettings studies, EvaluationSettings settings)
{
    /// <summary>Rows of an evaluation.</summary>
    public long Rows => settings.MostRows;

    /// <summary>Adds what is too large about a study of uploaded scores.</summary>
    /// <param name="size">The study; while rows come, the least that it will be.</param>
    /// <param name="draws">How often its figures are drawn; 0 while rows come.</param>
    /// <param name="query">Where each value stands.</param>
    /// <param name="errors">Told of it.</param>
    public void Check(StudySize size, int draws, EvaluationQuery query, Refusals errors)
    {
        errors.Unless(size.Groups <= studies.MostGroups, query.Group ?? "group", string.Create(CultureInfo.InvariantCulture,
            $"There are more than {studies.MostGroups} groups (Studies__MostGroups); cross fewer attributes, or send fewer groups."));
        errors.Unless(size.Levels.Count <= studies.MostItems, query.ItemId ?? "itemId", string.Create(CultureInfo.InvariantCulture,
            $"There are more than {studies.MostItems} items (Studies__MostItems); send them in parts."));
        if (!errors.Any)
        {
            settings.Limits.Check(size, draws, repeats: 1, errors);
        }
    }

    /// <summary>Adds that students of several responses bring more scores than can be kept for drawing them together.</summary>
    public void CheckStudents(int scorers, long responses, EvaluationQuery query, Refusals errors) => errors.Unless(
        scorers * responses <= settings.MostDraws, query.StudentId ?? "studentId", string.Create(CultureInfo.InvariantCulture,
            $"{scorers} scorers and {responses} responses of students who gave several need a place for {scorers * responses} scores; there are "
            + $"{settings.MostDraws} at most (Evaluations__MostDraws). Send the scorers in parts."));
}
