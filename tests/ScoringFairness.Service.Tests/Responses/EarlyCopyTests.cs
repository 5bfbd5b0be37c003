using System.Globalization;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Text;

namespace ScoringFairness.Service.Tests.Responses;

/// <summary>Large uploads, whose rows go straight into their table while others of them still come in.</summary>
public sealed class EarlyCopyTests(RunningService service) : IClassFixture<RunningService>
{
    private const int Rows = 40_000;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_are_copied_while_others_come_and_are_seen_once_all_are_there()
    {
        var upload = await BeginAsync("early");
        await upload.SendAsync(0, Rows / 2);
        await Patience.UntilAsync(IsCopyingAsync, TimeSpan.FromSeconds(60), "Nothing is copied.");
        Assert.Equal(0, await CountAsync("early"));
        await upload.SendAsync(Rows / 2, Rows);
        Assert.Equal((200, true), await upload.EndAsync($"\"inserted\":{Rows},\"updated\":0,\"unchanged\":0"));
        Assert.Equal(Rows, await CountAsync("early"));
        // As it would have been stored by way of the temporary table.
        Assert.Equal("default|early|r00000007|s7|the words of 7, \"quoted\"|3|{}|{\"gender\": \"male\"}|t", await service.Database.ScalarAsync<string>(
            """
            select concat_ws('|', organisation_id, item_id, response_id, student_id, text, human_score, further_scores, groups,
              text_digest = (select text_digest from responses where item_id = 'small'))
            from responses where item_id = 'early' and response_id = 'r00000007'
            """));
    }

    [Fact]
    public async Task A_slow_sender_loses_its_place_and_is_stored_all_the_same()
    {
        var upload = await BeginAsync("slow");
        await upload.SendAsync(0, Rows / 2);
        await Patience.UntilAsync(IsCopyingAsync, TimeSpan.FromSeconds(60), "Nothing is copied.");
        await Patience.UntilAsync(async () => !await IsCopyingAsync(), TimeSpan.FromSeconds(30), "The place is not given back.");
        await upload.SendAsync(Rows / 2, Rows);
        Assert.Equal((200, true), await upload.EndAsync($"\"inserted\":{Rows}"));
        Assert.Equal(Rows, await CountAsync("slow"));
    }

    [Fact]
    public async Task A_client_that_breaks_off_leaves_nothing()
    {
        var upload = await BeginAsync("broken");
        await upload.SendAsync(0, Rows / 2);
        await Patience.UntilAsync(IsCopyingAsync, TimeSpan.FromSeconds(60), "Nothing is copied.");
        await upload.BreakOffAsync();
        await Patience.UntilAsync(async () => !await IsCopyingAsync(), TimeSpan.FromSeconds(4), "The rows are still held.");
        Assert.Equal(0, await CountAsync("broken"));
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from items where item_id = 'broken'"));
    }

    [Theory]
    [InlineData("r00000003,s,text,1,male", "duplicate")]
    [InlineData("r99999999,s,text,17,male", "offScale")]
    [InlineData("r99999999,s,text,1", "columns")]
    public async Task A_bad_row_at_the_end_leaves_nothing(string row, string code)
    {
        var upload = await BeginAsync($"bad-{code}");
        await upload.SendAsync(0, Rows);
        await upload.SendAsync(row + "\n");
        Assert.Equal((422, true), await upload.EndAsync($"\"code\":\"{code}\""));
        Assert.Equal(0, await CountAsync($"bad-{code}"));
    }

    [Fact]
    public async Task What_is_stored_already_is_updated()
    {
        foreach (var expected in (string[])[$"\"inserted\":{Rows},\"updated\":0", $"\"inserted\":0,\"updated\":0,\"unchanged\":{Rows}"])
        {
            var upload = await BeginAsync("again");
            await upload.SendAsync(0, Rows);
            Assert.Equal((200, true), await upload.EndAsync(expected));
        }
    }

    [Fact]
    public async Task Of_two_that_bring_the_same_rows_at_once_one_stores_them()
    {
        var both = new[] { await BeginAsync("twice"), await BeginAsync("twice") };
        await Task.WhenAll(both.Select(upload => upload.SendAsync(0, Rows / 2)));
        await Task.WhenAll(both.Select(upload => upload.SendAsync(Rows / 2, Rows)));
        var answers = await Task.WhenAll(both.Select(upload => upload.EndAsync($"\"inserted\":{Rows}")));
        Assert.Equal([200, 200], answers.Select(answer => answer.Status));
        Assert.Single(answers, answer => answer.Says);
        Assert.Equal(Rows, await CountAsync("twice"));
    }

    [Fact]
    public async Task Scores_of_responses_that_are_not_there_are_refused_by_row()
    {
        var responses = await BeginAsync("scored");
        await responses.SendAsync(0, Rows);
        Assert.Equal(200, (await responses.EndAsync("")).Status);
        foreach (var (last, status, says) in ((string, int, string)[])
            [($"r{Rows:D8},vendor,1\n", 422, $"\"row\":{Rows + 1},\"field\":\"responseId\",\"code\":\"unknownResponse\""), ("", 200, $"\"inserted\":{Rows}")])
        {
            var scores = await BeginAsync("/v1/scores?item=scored", "responseId,scorer,score\n");
            await scores.SendAsync(string.Concat(Enumerable.Range(0, Rows).Select(at =>
                string.Create(CultureInfo.InvariantCulture, $"r{at:D8},vendor,{at % 4}\n"))));
            await scores.SendAsync(last);
            Assert.Equal((status, true), await scores.EndAsync(says));
            Assert.Equal(status == 200 ? Rows : 0, await service.Database.ScalarAsync<long>("select count(*) from machine_scores where item_id = 'scored'"));
        }
    }

    private async Task<bool> IsCopyingAsync() => await service.Database.ScalarAsync<bool>(
        "select exists (select from pg_stat_progress_copy where relid = 'responses'::regclass and datname = current_database())");

    private Task<long> CountAsync(string item) => service.Database.ScalarAsync<long>($"select count(*) from responses where item_id = '{item}'");

    private async Task<Upload> BeginAsync(string item)
    {
        using var small = new StringContent(
            "responseId,studentId,text,humanScore,group.gender\nr,s,\"the words of 7, \"\"quoted\"\"\",3,male\n", Encoding.UTF8, "text/csv");
        using var _ = await service.Http.PostAsync(
            new Uri("/v1/responses?item=small&createItems=true&scaleMin=0&scaleMax=3", UriKind.Relative), small, Cancellation);
        return await BeginAsync($"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3", "responseId,studentId,text,humanScore,group.gender\n");
    }

    private async Task<Upload> BeginAsync(string path, string header)
    {
        var upload = new Upload(service.Http, path);
        await upload.SendAsync(header);
        return upload;
    }

    /// <summary>An upload that is sent bit by bit.</summary>
    private sealed class Upload
    {
        private readonly Pipe _body = new(new PipeOptions(pauseWriterThreshold: 0));
        private readonly CancellationTokenSource _left = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        private readonly Task<HttpResponseMessage> _answer;

        public Upload(HttpClient http, string path)
        {
            var content = new StreamContent(_body.Reader.AsStream()) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
            _answer = http.PostAsync(new Uri(path, UriKind.Relative), content, _left.Token);
        }

        public async Task SendAsync(string text) => await _body.Writer.WriteAsync(Encoding.UTF8.GetBytes(text), Cancellation);

        public Task SendAsync(int from, int to) => SendAsync(string.Concat(Enumerable.Range(from, to - from).Select(at =>
            string.Create(CultureInfo.InvariantCulture, $"r{at:D8},s{at},\"the words of {at}, \"\"quoted\"\"\",{at % 4},male\n"))));

        public async Task BreakOffAsync()
        {
            await _left.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _answer);
        }

        public async Task<(int Status, bool Says)> EndAsync(string expected)
        {
            await _body.Writer.CompleteAsync();
            using var answer = await _answer;
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            return ((int)answer.StatusCode, text.Contains(expected, StringComparison.Ordinal));
        }
    }
}
