using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Tests.Responses;

/// <summary>Files as platforms export them go in as they are.</summary>
public sealed partial class ExportTests(RunningService service) : IClassFixture<RunningService>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_export_of_the_readme_goes_in_by_its_command()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Checkout.Folder, "README.md"), Cancellation);
        var commands = Command().Matches(readme).Select(match => match.Value)
            .Where(command => command.Contains("src/examples/exports/", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, commands.Count);
        var answers = new List<JsonNode>();
        foreach (var command in commands)
        {
            var start = new ProcessStartInfo(
                "bash", ["-c", command.Replace("http://127.0.0.1:8080", service.Http.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal) + " -sS"])
            {
                WorkingDirectory = Checkout.Folder,
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            answers.Add(JsonNode.Parse(await process.StandardOutput.ReadToEndAsync(Cancellation))!);
        }
        Assert.Equal(
            [(12, 10, 0, 2), (16, 12, 4, 0), (12, 12, 0, 0), (12, 12, 0, 0)],
            answers.Select(answer => ((int)answer["received"]!, (int)answer["inserted"]!, (int)answer["merged"]!, (int)answer["rejected"]!)));

        var moodle = await ResponseAsync("moodle", "Participant 1002");
        Assert.Equal(
            ("<p>The coin, it is heavier. Für Nr. 1.</p>", 1, "male", "2026-03-01T08:15:00+00:00"),
            ((string)moodle["text"]!, (int)moodle["humanScore"]!, (string)moodle["groups"]!["gender"]!, (string)moodle["submittedAt"]!));
        // The student's second attempt.
        var canvas = await ResponseAsync("canvas", "4000");
        Assert.Equal(
            ("Together: without air nothing slows the feather. (0, attempt 2)", 2, "2026-03-02T14:10:00+00:00"),
            ((string)canvas["text"]!, (int)canvas["humanScore"]!, (string)canvas["submittedAt"]!));
        // Clocks are put forward in New York on 8 March 2026.
        Assert.Equal("2026-03-07T14:30:06+00:00", (string)(await ResponseAsync("forms", "pupil6@example.org"))["submittedAt"]!);
        Assert.Equal("2026-03-08T13:31:07+00:00", (string)(await ResponseAsync("forms", "pupil7@example.org"))["submittedAt"]!);
        var silent = await ResponseAsync("forms", "pupil3@example.org");
        Assert.Equal((3, 0), ((int)silent["humanScore"]!, silent["groups"]!.AsObject().Count));
        Assert.Equal(12, await service.Database.ScalarAsync<long>(
            "select count(*) from machine_scores where item_id = 'canvas' and scorer = 'grader-1' and array_length(probabilities, 1) = 4"));
    }

    [Theory]
    [InlineData("windows-1252", "text/csv")]
    [InlineData("utf-16", "text/csv")]
    [InlineData("iso-8859-1", "text/csv; charset=iso-8859-1")]
    public async Task A_file_is_read_in_its_own_encoding(string name, string contentType)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(name);
        using var body = new ByteArrayContent(
            [.. encoding.GetPreamble(), .. encoding.GetBytes("responseId,text,humanScore,group.größe\nr1,Äpfel fallen,1,groß")]);
        body.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);
        var query = contentType.Contains("charset", StringComparison.Ordinal) ? "" : $"&encoding={name}";
        using var answer = await service.Http.PostAsync($"/v1/responses?item={name}&createItems=true&scaleMin=0&scaleMax=1{query}", body, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        var response = await ResponseAsync(name, "r1");
        Assert.Equal(("Äpfel fallen", "groß"), ((string)response["text"]!, (string)response["groups"]!["größe"]!));
    }

    [Fact]
    public async Task Ratings_in_rows_of_their_own_become_the_scores_of_a_response_in_the_order_of_raters()
    {
        const string Query = "/v1/responses?item=letters&createItems=true&scaleMin=0&scaleMax=4&responseId=essay&rater=rater&humanScore=grade"
            + "&levels=F,D,C,B,A&groups=gender";
        var file = await File.ReadAllTextAsync(Path.Combine(Checkout.Folder, "src", "examples", "exports", "two-raters.csv"), Cancellation);
        var (status, answer) = await service.Http.SendAsync(HttpMethod.Post, Query, file, "text/csv");
        Assert.Equal((200, 6, 6), (status, (int)answer!["inserted"]!, (int)answer["merged"]!));
        Assert.Equal("[2,3]", (await ResponseAsync("letters", "e2"))["humanScores"]!.ToJsonString());
        (_, answer) = await service.Http.SendAsync(HttpMethod.Post, Query, file, "text/csv");
        Assert.Equal((6, 0), ((int)answer!["unchanged"]!, (int)answer["updated"]!));
        (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, Query, "essay,rater,grade,text,gender\nx,R1,A,a text,male\nx,R1,B,a text,male\ny,R1,E,a text,male", "text/csv");
        Assert.Equal(422, status);
        Assert.Equal(["duplicate", "level"], answer!["errors"]!.AsArray().Select(error => (string)error!["code"]!).Order());
    }

    [Theory]
    [InlineData("keep=last&attempt=try", 2)]
    [InlineData("keep=first&attempt=try", 0)]
    [InlineData("keep=last&submittedAt=at", 1)]
    [InlineData("keep=last", 1)]
    public async Task One_attempt_of_a_student_is_kept(string query, int kept)
    {
        var item = $"attempts-{query.GetHashCode(StringComparison.Ordinal)}";
        var (status, answer) = await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3&studentId=student&{query}",
            "responseId,student,text,humanScore,try,at\n"
            + "a,s,one,0,1,2026-03-01 10:00\nb,s,two,2,10,2026-03-01 11:00\nc,s,three,1,9,2026-03-01 12:00", "text/csv");
        Assert.Equal((200, 1, 2), (status, (int)answer!["inserted"]!, (int)answer["merged"]!));
        var only = (await service.Http.ReadAsync($"/v1/responses?itemId={item}"))["items"]!.AsArray().Single()!;
        Assert.Equal(kept, (int)only["humanScore"]!);
    }

    [Fact]
    public async Task Machine_scores_come_as_shares_and_letters_too_and_human_ones_take_the_nearest_level()
    {
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=share&createItems=true&scaleMin=1&scaleMax=5&percent=true&decimal=comma&delimiter=semicolon",
            "responseId;text;humanScore\na;a text;56,2 %\nb;a text;100\nc;a text;3 / 4", "text/csv");
        Assert.Equal([3, 5, 4], (await service.Http.ReadAsync("/v1/responses?itemId=share"))["items"]!.AsArray().Select(one => (int)one!["humanScore"]!));
        await service.Http.SendAsync(HttpMethod.Post, "/v1/scores?item=share&scorer=s&percent=true", "responseId,score\na,56.25%\nb,NA\nc,0", "text/csv");
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from machine_scores where item_id = 'share'"));
        await service.Http.SendAsync(HttpMethod.Post, "/v1/scores?item=share&scorer=s&percent=true", "responseId,score\na,56.25%\nc,0", "text/csv");
        Assert.Equal(3.25, await service.Database.ScalarAsync<double>("select score from machine_scores where item_id = 'share' and response_id = 'a'"));
        var rows = string.Join('\n', Enumerable.Range(0, 80).Select(n => $"{(n % 2 == 0 ? "f" : "m")},{"DCBA"[n / 2 % 4]},{"DCBA"[n / 3 % 4]}"));
        var (status, report) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/evaluations?levels=D,C,B,A&scaleMin=0&scaleMax=3&bootstrap=100", "group,humanScore,machineScore\n" + rows, "text/csv");
        Assert.True(status == 200, report?.ToJsonString());
        Assert.Equal("""{"min":0,"max":3,"step":1}""", report!["data"]!["items"]![0]!["scale"]!.ToJsonString());
    }

    [Theory]
    [InlineData("submittedAt=when&timeZone=Mars/Olympus", "timeZone", "Mars/Olympus")]
    [InlineData("encoding=ebcdic-42", "encoding", "windows-1252")]
    [InlineData("attempt=try", "attempt", "keep=last")]
    [InlineData("levels=A", "levels", "F,D,C,B,A")]
    [InlineData("levels=A,B&percent=true", "levels", "percent")]
    [InlineData("dateOrder=yearFirst", "dateOrder", "dayFirst or monthFirst")]
    public async Task What_cannot_be_meant_is_refused_with_what_can(string query, string field, string told)
    {
        var (status, problem) = await service.Http.SendAsync(HttpMethod.Post, $"/v1/responses?item=q&{query}", "responseId,text,humanScore\nr,t,1", "text/csv");
        Assert.Equal(400, status);
        Assert.Contains(told, (string)problem!["errors"]![field]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_date_that_can_be_read_two_ways_is_refused_with_the_remedy_and_a_mapped_time_is_kept()
    {
        const string Query = "/v1/responses?item=when&createItems=true&scaleMin=0&scaleMax=1&submittedAt=handed in";
        var (status, answer) = await service.Http.SendAsync(HttpMethod.Post, Query, "responseId,text,humanScore,handed in\nr,t,1,02/03/2026 10:00", "text/csv");
        Assert.Equal((422, "handed in", "time"), (status, (string)answer!["errors"]![0]!["field"]!, (string)answer["errors"]![0]!["code"]!));
        Assert.Contains("dateOrder=dayFirst", (string)answer["errors"]![0]!["message"]!, StringComparison.Ordinal);
        await service.Http.SendAsync(
            HttpMethod.Post, Query + "&dateOrder=dayFirst", "responseId,text,humanScore,handed in\nr,t,1,02/03/2026 10:00", "text/csv");
        Assert.Equal("2026-03-02T10:00:00+00:00", (string)(await ResponseAsync("when", "r"))["submittedAt"]!);
    }

    private Task<JsonNode> ResponseAsync(string item, string response) =>
        service.Http.ReadAsync($"/v1/responses/{item}/{Uri.EscapeDataString(response)}");

    /// <summary>A command for a shell with the lines that it goes on in.</summary>
    [GeneratedRegex(@"^curl (.*\\\n)*.*$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
