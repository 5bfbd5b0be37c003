using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>Scored rows by student: a response keeps its scores by all scorers.</summary>
internal sealed class UploadedStudents
{
    private readonly List<(string Student, int Occurrence, UploadedScore Row)> _rows = [];
    private readonly Dictionary<(string Student, string Item, string Scorer), int> _occurrences = [];

    /// <summary>Takes a row; the student's n-th row of an item and scorer is the same response as that of another scorer.</summary>
    public void Add(string student, UploadedScore row)
    {
        var key = (student, row.Item, row.Scorer);
        var occurrence = _occurrences.GetValueOrDefault(key);
        _occurrences[key] = occurrence + 1;
        _rows.Add((student, occurrence, row));
    }

    /// <summary>The responses, and whether some student gave more than one.</summary>
    public (long Responses, bool Repeated) Count()
    {
        var byStudent = _occurrences.GroupBy(one => (one.Key.Student, one.Key.Item), one => one.Value)
            .GroupBy(item => item.Key.Student, item => item.Max()).Select(student => student.Sum(n => (long)n)).ToList();
        return (byStudent.Sum(), byStudent.Any(n => n > 1));
    }

    /// <summary>The responses in the order of students; null where no student has more than one.</summary>
    public StudentResponses? ToResponses(ScoreScale scale, StudyIndex index)
    {
        var responses = _rows.GroupBy(row => (row.Student, row.Row.Item, row.Occurrence))
            .OrderBy(row => row.Key.Student, StringComparer.Ordinal).ThenBy(row => row.Key.Item, StringComparer.Ordinal)
            .ThenBy(row => row.Key.Occurrence).Select(response => (response.Key, Rows: response.Select(row => row.Row).ToList())).ToList();
        var numbers = responses.Select(response => response.Key.Student).Distinct().Index().ToDictionary(one => one.Item, one => one.Index);
        if (responses.Count == numbers.Count)
        {
            return null;
        }
        var machine = Enumerable.Range(0, index.Scorers.Count).Select(_ => Enumerable.Repeat(double.NaN, responses.Count).ToArray()).ToArray();
        foreach (var (at, response) in responses.Index())
        {
            foreach (var row in response.Rows)
            {
                machine[index.Scorer(row.Scorer, null)][at] = row.Machine;
            }
        }
        return new StudentResponses
        {
            Student = [.. responses.Select(response => numbers[response.Key.Student])],
            Group = [.. responses.Select(response => index.Group(response.Rows[0].Group))],
            Item = [.. responses.Select(response => index.Item(response.Key.Item))],
            Human = [.. responses.Select(response => scale.LevelOf(response.Rows[0].Human)!.Value)],
            Machine = machine,
            Second = _rows.Exists(row => row.Row.SecondHuman is not null)
                ? [.. responses.Select(response => response.Rows.Select(row => row.SecondHuman).FirstOrDefault(second => second is not null) ?? double.NaN)]
                : null,
        };
    }
}
