using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Responses;

/// <summary>What stands for a missing value in an upload is one, and said.</summary>
public sealed class MissingWordsTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Header = "responseId,studentId,text,humanScore,group.gender\n";

    [Fact]
    public async Task What_R_and_pandas_write_for_missing_is_no_group_and_no_student_and_a_text_all_the_same()
    {
        var answer = await SendAsync("words", "", Header + "1,NA,one,1,NA\n2,s2,NA,2,female\n3,nan,three,1,nan\n4,s4,four,0,EMPTY\n", "responses");
        Assert.Equal(
            ["group.gender", "studentId"], answer["warnings"]!.AsArray().Select(one => (string)one!["field"]!).Order(StringComparer.Ordinal));
        Assert.Equal(2, await CountAsync("words", "student_id is not null"));
        Assert.Equal(2, await CountAsync("words", "groups ? 'gender'"));
        Assert.Equal(1, await CountAsync("words", "text = 'NA'"));
    }

    [Fact]
    public async Task A_request_names_further_words_and_words_that_are_values()
    {
        var answer = await SendAsync(
            "named", "&missing=not reported,EMPTY&notMissing=NA", Header + "1,s1,one,1,NA\n2,s2,two,2,not reported\n3,s3,three,1,EMPTY\n", "responses");
        Assert.Contains("'EMPTY', 'not reported'", (string)answer["warnings"]!.AsArray().Single()!["message"]!, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("named", "groups ->> 'gender' = 'NA'"));
        Assert.Equal(1, await CountAsync("named", "groups ? 'gender'"));
    }

    [Fact]
    public async Task Machine_scores_off_the_scale_are_said_when_they_come()
    {
        await SendAsync("far", "", Header + "1,s1,one,1,a\n2,s2,two,2,b\n", "responses");
        var answer = await SendAsync("far", "&scorer=vendor", "responseId,score\n1,2.9\n2,72\n", "scores");
        Assert.Contains("'vendor' gives 1 responses of item 'far'", (string)answer["warnings"]!.AsArray().Single()!["message"]!, StringComparison.Ordinal);
    }

    private async Task<JsonNode> SendAsync(string item, string query, string csv, string kind)
    {
        var scale = kind == "responses" ? "&createItems=true&scaleMin=0&scaleMax=3" : "";
        var (status, answer) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/{kind}?item={item}{scale}{query}", csv, "text/csv");
        Assert.True(status == 200, answer?.ToJsonString());
        return answer!;
    }

    private Task<long> CountAsync(string item, string condition) =>
        service.Database.ScalarAsync<long>($"select count(*) from responses where item_id = '{item}' and {condition}");
}
