using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static ScoringFairness.Service.Tests.Pages.Uploads.UploadedFile;

namespace ScoringFairness.Service.Tests.Pages.Uploads;

/// <summary>Files as they are found: what their columns are called, how numbers are written, and what the page says to do about what is wrong.</summary>
public sealed class UploadWordsTests(RunningService service) : IClassFixture<RunningService>
{
    [Theory]
    [InlineData("responses", "responseId,text,Score,sex", "responseId text humanScore group")]
    [InlineData("responses", "id,essay,sc1,sc2,gender", "responseId text humanScore humanScore2 group")]
    [InlineData("responses", "id,essay,h1,h2,gender", "responseId text humanScore humanScore2 group")]
    [InlineData("figures", "id,h1,h2,raw,gender", "responseId humanScore humanScore2 machineScore group")]
    [InlineData("figures", "id,human,score,gender", "responseId humanScore machineScore group")]
    [InlineData("scores", "id,raw", "responseId machineScore")]
    public async Task Columns_are_known_by_what_graders_and_RSMTool_call_them(string rows, string header, string uses)
    {
        var csv = header + "\n" + string.Concat(Enumerable.Range(0, 6).Select(at => string.Join(',', header.Split(',').Select(column => column switch
        {
            "id" or "responseId" => $"r{at}",
            "text" or "essay" => $"An answer of number {at} that says a thing or two more.",
            "sex" or "gender" => at % 2 == 0 ? "male" : "female",
            _ => $"{at % 3}",
        })) + "\n"));
        var (_, page) = await service.Http.ChooseAsync(rows, "named.csv", Encoding.UTF8.GetBytes(csv));
        Assert.Equal(uses, string.Join(' ', Uses(page).Select(use => use.Use)));
    }

    [Fact]
    public async Task A_comma_before_decimals_is_understood_and_where_it_is_not_wanted_refused_by_the_pages_own_words()
    {
        var csv = "responseId;text;humanScore;gender\nr1;Eine Antwort.;3,5;w\nr2;Noch eine Antwort.;2;m\n"u8.ToArray();
        var (path, page) = await service.Http.ChooseAsync("responses", "komma.csv", csv);
        Assert.Equal(("2", "3.5", "0.5"), (Value(page, "scaleMin"), Value(page, "scaleMax"), Value(page, "scaleStep")));
        Assert.Contains("Numbers such as 3,5 are read with a comma before their decimals.", Text(page), StringComparison.Ordinal);
        Assert.Contains("All 2 rows can be taken", Text(page), StringComparison.Ordinal);
        (string, string)[] said = [("as", "responses"), ("c0", "responseId"), ("c1", "text"), ("c2", "humanScore"), ("c3", "group"), ("item", "komma"),
            ("scaleMin", "0"), ("scaleMax", "4"), ("scaleStep", "0.5")];
        var (status, refused) = await service.Http.SendFieldsAsync(path, [.. said, ("decimal", "point")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("with comma chosen under Before decimals, 2,5", Text(refused), StringComparison.Ordinal);
        (status, _) = await service.Http.SendFieldsAsync(path, [.. said, ("decimal", "comma")]);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("r1 3.5, r2 2", await service.Database.ScalarAsync<string>(
            "select string_agg(response_id || ' ' || human_score, ', ' order by response_id) from responses where item_id = 'komma'"));
    }

    [Fact]
    public async Task Rows_with_errors_are_left_out_where_that_is_ticked()
    {
        var csv = "responseId,text,humanScore,gender\nr1,An answer.,2,NA\nr2,,1,female\nr3,Another.,much,female\n"u8.ToArray();
        var (path, page) = await service.Http.ChooseAsync("responses", "left.csv", csv);
        Assert.Contains("nothing is stored until all can, or those with errors are left out", Text(page), StringComparison.Ordinal);
        (string, string)[] said = [("as", "responses"), ("c0", "responseId"), ("c1", "text"), ("c2", "humanScore"), ("c3", "group"), ("item", "left")];
        var (status, refused) = await service.Http.SendFieldsAsync(path, said);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("to have it made, fill in the lowest and highest score of its scale", Text(refused), StringComparison.Ordinal);
        said = [.. said, ("scaleMin", "0"), ("scaleMax", "2")];
        (status, refused) = await service.Http.SendFieldsAsync(path, said);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("tick “Take responses without texts”", Text(refused), StringComparison.Ordinal);
        Assert.Contains("write under Words that are no missing value: NA.", Text(refused), StringComparison.Ordinal);
        Assert.DoesNotContain("=true", Text(refused)[..Text(refused).IndexOf("<form", StringComparison.Ordinal)], StringComparison.Ordinal);
        (status, var stored) = await service.Http.SendFieldsAsync(path, [.. said, ("skip", "true"), ("notMissing", "NA")]);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("3 rows of left.csv: 1 new; 2 left out.", Text(stored), StringComparison.Ordinal);
        Assert.Contains("humanScore is not a finite number", Text(stored), StringComparison.Ordinal);
        Assert.Equal("r1 NA", await service.Database.ScalarAsync<string>(
            "select string_agg(response_id || ' ' || (groups ->> 'gender'), ', ') from responses where item_id = 'left'"));
    }

    [Fact]
    public async Task Figures_that_are_stored_nowhere_can_be_kept_and_lead_back_to_their_file()
    {
        var csv = "gender,human,machine\n" + string.Concat(Enumerable.Range(0, 160).Select(at => $"{(at % 2 == 0 ? "b" : "g")},{at / 2 % 3},{at / 3 % 3}\n"));
        var (path, _) = await service.Http.ChooseAsync("figures", "kept & sent.csv", Encoding.UTF8.GetBytes(csv));
        var (status, report) = await service.Http.SendFieldsAsync(
            path, ("as", "figures"), ("c0", "group"), ("c1", "humanScore"), ("c2", "machineScore"), ("scaleMin", "0"), ("scaleMax", "3"));
        Assert.Equal(HttpStatusCode.OK, status);
        var json = JsonNode.Parse(Held(report, "application/json"))!;
        Assert.Equal("gender", (string)json["audit"]!["attribute"]!);
        var rows = Encoding.UTF8.GetString(Held(report, "text/csv;charset=utf-8")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("measure,scorer,split,", rows[0], StringComparison.Ordinal);
        Assert.Equal(json["measures"]!.AsArray().Count, rows.Length - 1);

        var back = WebUtility.HtmlDecode(Regex.Match(report, "<a href=\"([^\"]+)\">Back to the file</a>").Groups[1].Value);
        Assert.StartsWith(path, back, StringComparison.Ordinal);
        var page = await service.Http.GetStringAsync(back, TestContext.Current.CancellationToken);
        Assert.Equal([("c0", "group"), ("c1", "humanScore"), ("c2", "machineScore")], Uses(page));
        Assert.Equal(("0", "3"), (Value(page, "scaleMin"), Value(page, "scaleMax")));

        static byte[] Held(string page, string type) => Convert.FromBase64String(
            Regex.Match(WebUtility.HtmlDecode(page), $"href=\"data:{type};base64,([^\"]+)\" download").Groups[1].Value);
    }

    [Fact]
    public async Task A_file_without_texts_is_taken_so_where_that_is_ticked_and_asked_about_where_it_is_not()
    {
        var (path, page) = await service.Http.ChooseAsync(
            "responses", "bare.csv", "responseId,humanScore,gender\nr1,1,male\nr2,0,female\n"u8.ToArray());
        Assert.Matches("name=\"noText\" value=\"true\"\\s+checked", page);
        (string, string)[] said = [("as", "responses"), ("c0", "responseId"), ("c1", "humanScore"), ("c2", "group"), ("item", "bare"),
            ("scaleMin", "0"), ("scaleMax", "1")];
        var (status, refused) = await service.Http.SendFieldsAsync(path, said);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("Say which column holds the text, or tick that responses are taken without texts.", Text(refused), StringComparison.Ordinal);
        (status, refused) = await service.Http.SendFieldsAsync(path, [.. said.Where(field => field.Item1 != "c2"), ("c2", "text"), ("noText", "true")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("untick it, or choose that the column is not used", Text(refused), StringComparison.Ordinal);
        (status, _) = await service.Http.SendFieldsAsync(path, [.. said, ("noText", "true")]);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(2, await service.Database.ScalarAsync<long>("select count(*) from responses where item_id = 'bare' and text is null"));
    }
}
