using System.Globalization;
using System.Text;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>Responses of invented students that a level can be learnt from.</summary>
public static class Texts
{
    private static readonly string[] Words = ["wrong", "partly", "mostly", "right"];

    /// <summary>A CSV of responses, half of them of each gender, the levels 0 to <paramref name="levels"/> − 1 in turn.</summary>
    public static string Csv(int responses, int levels = 2, bool repeatStudents = false, int notReported = 0)
    {
        var csv = new StringBuilder("responseId,studentId,text,humanScore,group.gender\n");
        for (var number = 0; number < responses; number++)
        {
            var level = number / 2 % levels;
            var gender = number < notReported ? "" : number % 2 == 0 ? "male" : "female";
            var student = repeatStudents ? number / 4 * 2 + number % 2 : number;
            csv.Append(CultureInfo.InvariantCulture, $"r{number},s{student},{Words[level]} answer number {number} of the set,{level},{gender}\n");
        }
        return csv.ToString();
    }
}
