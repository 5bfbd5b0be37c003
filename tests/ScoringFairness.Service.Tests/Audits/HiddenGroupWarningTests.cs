using System.Globalization;
using System.Text;

namespace ScoringFairness.Service.Tests.Audits;

/// <summary>
/// Warnings with counts beside a group of four students. Of eighty others twelve men answered twice, two wrote the same and thirty have a
/// machine score off the scale.
/// </summary>
public sealed class HiddenGroupWarningTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task What_the_few_wrote_how_often_and_how_they_were_scored_is_in_no_warning()
    {
        var quiet = await WarningsAsync("warned-quiet", responsesOfFew: 1, areAlike: false);
        var loud = await WarningsAsync("warned-loud", responsesOfFew: 5, areAlike: true);
        Assert.Equal(quiet, loud);
        Assert.Equal(
            "26 responses share their text or their student with another, groups of a few aside; each such set was kept in one fold.",
            quiet["repeatedResponses"]);
        Assert.StartsWith("fewer than 10", quiet["nearDuplicates"], StringComparison.Ordinal);
        Assert.StartsWith("Scorer 'vendor' gives some responses a score off the scale", quiet["offScaleMachineScores"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_few_students_who_answered_again_and_again_no_number_is_said()
    {
        var warnings = await WarningsAsync("warned-again", responsesOfFew: 0, areAlike: false, twice: 2, times: 9);
        Assert.Equal("Some responses share their text or their student with another; each such set was kept in one fold.", warnings["repeatedResponses"]);
    }

    private async Task<SortedDictionary<string, string>> WarningsAsync(string item, int responsesOfFew, bool areAlike, int twice = 12, int times = 2)
    {
        var (rows, scores) = (new StringBuilder("responseId,studentId,text,humanScore,group.gender\n"), new StringBuilder("responseId,score\n"));
        for (var student = 0; student < 80; student++)
        {
            for (var turn = 0; turn < (student % 2 == 1 && student / 2 < twice ? times : 1); turn++)
            {
                var about = student is 0 or 2 ? 0 : 100 + student + turn * 1000;
                Add($"s{student}", $"{student}-{turn}", student % 2 == 0 ? "female" : "male", about, isOff: student < 30);
            }
        }
        for (var few = 0; few < 4; few++)
        {
            for (var turn = 0; turn < responsesOfFew; turn++)
            {
                Add($"few{few}", $"few{few}-{turn}", "nonbinary", areAlike ? 7 : 5000 + few, isOff: areAlike);
            }
        }
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3", rows.ToString(), "text/csv");
        await service.Http.SendAsync(HttpMethod.Post, $"/v1/scores?scorer=vendor&item={item}", scores.ToString(), "text/csv");
        var audit = await service.Http.AuditAsync(
            $$"""
            { "items": ["{{item}}"], "attribute": "gender", "reference": "male", "bootstrap": 100, "otherGroups": "compare",
              "scorers": [ { "kind": "external", "scorer": "vendor" } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        return new(audit["warnings"]!.AsArray().ToDictionary(one => (string)one!["code"]!, one => (string)one!["message"]!), StringComparer.Ordinal);

        void Add(string student, string id, string gender, int about, bool isOff)
        {
            var human = id.Sum(letter => letter) % 4;
            rows.Append(CultureInfo.InvariantCulture, $"{id},{student},")
                .Append(CultureInfo.InvariantCulture, $"Number {about * 17} comes before {about * 31} and then {about * 7} goes with {about * 13} at last,")
                .Append(CultureInfo.InvariantCulture, $"{human},{gender}\n");
            scores.Append(CultureInfo.InvariantCulture, $"{id},{(isOff ? 9 : human)}\n");
        }
    }
}
