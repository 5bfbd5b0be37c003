using ScoringFairness.Service.Scores;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>Responses one by one, with their students, as they follow from stored scores.</summary>
internal static class StoredResponses
{
    /// <summary>The responses of scores, each once.</summary>
    /// <param name="index">The numbers of groups, items and scorers.</param>
    /// <param name="rows">The scores.</param>
    /// <param name="seconds">Second human ratings; null where there is none.</param>
    public static StudentResponses Of(StudyIndex index, IReadOnlyList<ScoreRow> rows, IReadOnlyList<SecondRatingRow>? seconds)
    {
        var ratings = seconds?.ToDictionary(row => (row.ItemId, row.ResponseNo), row => row.Second);
        var responses = rows.GroupBy(row => (row.ItemId, row.ResponseNo)).ToList();
        var machine = Unscored(index, responses.Count);
        var expected = Unscored(index, responses.Count);
        var students = new Dictionary<int, int>();
        var (student, group, item, human) = (new List<int>(), new List<int>(), new List<int>(), new List<int>());
        foreach (var (response, at) in responses.Select((response, at) => (response, at)))
        {
            var first = response.First();
            if (!students.TryGetValue(first.StudentNo, out var number))
            {
                students.Add(first.StudentNo, number = students.Count);
            }
            student.Add(number);
            group.Add(index.Group(first.GroupLabel));
            item.Add(index.Item(first.ItemId));
            human.Add(first.HumanLevel);
            foreach (var row in response)
            {
                machine[index.Scorer(row.Scorer, row.Split)][at] = row.Score;
                expected[index.Scorer(row.Scorer, row.Split)][at] = row.Expected ?? double.NaN;
            }
        }
        return new StudentResponses
        {
            Student = student,
            Group = group,
            Item = item,
            Human = human,
            Machine = machine,
            Expected = expected,
            Second = ratings is null ? null : [.. responses.Select(response => ratings.GetValueOrDefault(response.Key, double.NaN))],
        };
    }

    private static double[][] Unscored(StudyIndex index, int responses) =>
        [.. index.Scorers.Select(_ => Enumerable.Repeat(double.NaN, responses).ToArray())];
}
