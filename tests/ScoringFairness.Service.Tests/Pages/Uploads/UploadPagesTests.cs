using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ScoringFairness.Service.Responses.Files;
using static ScoringFairness.Service.Tests.Pages.Uploads.UploadedFile;

namespace ScoringFairness.Service.Tests.Pages.Uploads;

/// <summary>From a file that is chosen in a browser to stored rows, an audit's form or a report, without a line of JSON.</summary>
public sealed class UploadPagesTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Essays =
        "essay_id,full_text,Gender,Overall,Cohesion,words\n"
        + "e1,People say that phones keep us apart from all our friends.,Female,2.5,3,9\n"
        + "e2,\"As the youngest child, I learnt a lot from my brothers.\",Male,3.5,3.5,9\n"
        + "e3,I think that they could do both if they only wanted to.,Female,4,2,9\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Columns_are_guessed_rows_shown_as_they_are_read_and_stored_at_a_press()
    {
        var (path, page) = await service.Http.ChooseAsync("responses", "essays.csv", Encoding.UTF8.GetBytes(Essays));
        Assert.Equal(
            [("c0", "responseId"), ("c1", "text"), ("c2", "group"), ("c3", "humanScore"), ("c4", ""), ("c5", "")], Uses(page));
        Assert.Equal(("2.5", "4", "0.5", "essays"), (Value(page, "scaleMin"), Value(page, "scaleMax"), Value(page, "scaleStep"), Value(page, "item")));
        Assert.Contains("All 3 rows can be taken: 3 new.", Text(page), StringComparison.Ordinal);
        Assert.Contains("Gender: Female", Text(page), StringComparison.Ordinal);
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from responses where item_id = 'essays'"));

        var (status, stored) = await service.Http.SendFieldsAsync(path,
            ("as", "responses"), ("c0", "responseId"), ("c1", "text"), ("c2", "group"), ("c3", "humanScore"),
            ("c4", ""), ("c5", ""), ("item", "essays"), ("scaleMin", "1"), ("scaleMax", "5"), ("scaleStep", "0.5"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("3 rows of essays.csv: 3 new.", Text(stored), StringComparison.Ordinal);
        Assert.Equal("e1 Female 2.5, e2 Male 3.5, e3 Female 4", await service.Database.ScalarAsync<string>(
            "select string_agg(response_id || ' ' || (groups ->> 'Gender') || ' ' || human_score, ', ' order by response_id) "
            + "from responses where item_id = 'essays'"));
        Assert.Equal(0, await service.Database.ScalarAsync<long>($"select count(*) from kept_files where file_id = '{path.Split('/')[^1]}'"));

        var form = await service.Http.GetStringAsync("/audits/new?items=essays&attribute=Gender", Cancellation);
        Assert.Contains("/audits/new?items=essays&amp;attribute=Gender", stored, StringComparison.Ordinal);
        Assert.Matches("value=\"essays\"\\s+checked", form);
        Assert.Equal("Gender", Value(form, "attribute"));
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_is_answered_as_the_first_time()
    {
        const string Rows = "responseId,text,humanScore,gender\nr1,An answer.,2,male\nr2,Another.,much,female\n";
        var (path, _) = await service.Http.ChooseAsync("responses", "twice.csv", Encoding.UTF8.GetBytes(Rows));
        (string, string)[] form =
        [
            ("as", "responses"), ("c0", "responseId"), ("c1", "text"), ("c2", "humanScore"), ("c3", "group"), ("item", "twice"), ("scaleMin", "0"),
            ("scaleMax", "2"), ("skip", "true"),
        ];
        const string Ingested = "select count(*) from activity where action = 'responses.ingested'";
        var before = await service.Database.ScalarAsync<long>(Ingested);
        // A double press sends both before the first is answered.
        var answers = await Task.WhenAll(service.Http.SendFieldsAsync(path, form), service.Http.SendFieldsAsync(path, form));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Contains("2 rows of twice.csv: 1 new; 1 left out.", Text(answers[0].Page), StringComparison.Ordinal);
        Assert.Contains("humanScore", answers[0].Page, StringComparison.Ordinal);
        var reloaded = await service.Http.SendFieldsAsync(path, form);
        Assert.All([answers[1], reloaded, (HttpStatusCode.OK, await service.Http.GetStringAsync(path, Cancellation))], answer =>
            Assert.Equal(answers[0].Page, answer.Item2));
        Assert.Equal(before + 1, await service.Database.ScalarAsync<long>(Ingested));
        Assert.Equal(1, await service.Database.ScalarAsync<long>($"{Ingested} and subject = 'twice'"));

        // Another form is not what was done.
        var (status, other) = await service.Http.SendFieldsAsync(path, [.. form.Where(field => field.Item1 != "scaleMax"), ("scaleMax", "3")]);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("is stored already", Text(other), StringComparison.Ordinal);

        await service.Database.ScalarAsync<object>("update kept_file_outcomes set created_at = now() - interval '61 minutes'");
        Assert.Equal(HttpStatusCode.NotFound, (await service.Http.SendFieldsAsync(path, form)).Status);
        await service.Services.GetRequiredService<KeptFiles>().SweepAsync(Cancellation);
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from kept_file_outcomes"));
    }

    [Fact]
    public async Task Responses_without_a_student_id_are_said_to_be_out_of_reach_of_an_erasure()
    {
        const string Warning = "No column holds the student id: erasing a student will not find these responses";
        var (_, page) = await service.Http.ChooseAsync("responses", "nobodys.csv", Encoding.UTF8.GetBytes(Essays));
        Assert.Contains(Warning, Text(page), StringComparison.Ordinal);
        Assert.Contains("Choose “student id” for the column that says whose each is", Text(page), StringComparison.Ordinal);
        (_, page) = await service.Http.ChooseAsync(
            "responses", "somebodys.csv", Encoding.UTF8.GetBytes("responseId,studentId,text,humanScore\nr1,s1,An answer.,2\nr2,s2,Another.,1\n"));
        Assert.DoesNotContain(Warning, Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_columns_of_scores_are_an_item_each()
    {
        var (path, _) = await service.Http.ChooseAsync("responses", "traits.csv", Encoding.UTF8.GetBytes(Essays));
        var (status, stored) = await service.Http.SendFieldsAsync(path,
            ("as", "responses"), ("c0", "responseId"), ("c1", "text"), ("c2", "group"), ("c3", "humanScore"),
            ("c4", "humanScore"), ("scaleMin", "1"), ("scaleMax", "5"), ("scaleStep", "0.5"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("items=Overall&amp;items=Cohesion", stored, StringComparison.Ordinal);
        Assert.Equal(6, await service.Database.ScalarAsync<long>("select count(*) from responses where item_id in ('Overall', 'Cohesion')"));
    }

    [Fact]
    public async Task What_cannot_be_taken_is_told_by_row_and_column_before_anything_is_stored()
    {
        var (path, page) = await service.Http.ChooseAsync(
            "responses", "wrong.csv", "responseId,text,humanScore,gender\nr1,An answer.,2,male\nr2,,1,female\nr3,Another.,much,female\n"u8.ToArray());
        Assert.Contains("2 of 3 rows cannot be taken", Text(page), StringComparison.Ordinal);
        Assert.Matches(@"<td>2</td><td[^>]*>text</td><td[^>]*>text is empty", page);
        Assert.Matches(@"<td>3</td><td[^>]*>humanScore</td>", page);
        var (status, again) = await service.Http.SendFieldsAsync(path,
            ("as", "responses"), ("c0", "responseId"), ("c1", "text"), ("c2", "humanScore"), ("c3", "group"),
            ("item", "wrong"), ("scaleMin", "0"), ("scaleMax", "2"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("2 of 3 rows cannot be taken", Text(again), StringComparison.Ordinal);
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from items where item_id = 'wrong'"));
        var open = await service.Http.GetStringAsync($"{path}?as=responses&c0=responseId&c1=text&c2=responseId", Cancellation);
        Assert.Contains("'responseId', 'humanScore' are all said to hold the response id", Text(open), StringComparison.Ordinal);
        Assert.Contains("Say which column holds the human score", Text(open), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_is_read_sheet_by_sheet()
    {
        var workbook = Spreadsheet.Of(
            ("Cover", [["About this file"], ["nothing"]]),
            ("Scores",
            [
                ["group", "human", "machine"],
                .. Enumerable.Range(0, 160).Select(at => (object[])[at % 2 == 0 ? "boys" : "girls", at % 4 / 2.0, at % 3]),
            ]));
        var (path, page) = await service.Http.ChooseAsync("figures", "book.xlsx", workbook);
        Assert.Contains("About this file", page, StringComparison.Ordinal);
        page = await service.Http.GetStringAsync($"{path}?as=figures&sheet=Scores", Cancellation);
        Assert.Equal([("c0", "group"), ("c1", "humanScore"), ("c2", "machineScore")], Uses(page));
        Assert.Equal(("0", "1.5", "0.5"), (Value(page, "scaleMin"), Value(page, "scaleMax"), Value(page, "scaleStep")));
        var (status, report) = await service.Http.SendFieldsAsync(path,
            ("as", "figures"), ("sheet", "Scores"), ("c0", "group"), ("c1", "humanScore"), ("c2", "machineScore"),
            ("scaleMin", "0"), ("scaleMax", "2"), ("scaleStep", "0.5"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("<title>book.xlsx", report, StringComparison.Ordinal);
        Assert.Contains("id=\"answers\"", report, StringComparison.Ordinal);
        var (_, broken) = await service.Http.ChooseAsync("figures", "broken.xlsx", [.. workbook[..200]]);
        Assert.Contains("no workbook that can be read", Text(broken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_is_pasted_and_machine_scores_lead_to_an_audit_of_their_scorer()
    {
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=pasted&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(40, levels: 3), "text/csv");
        var table = "responseId\tscore\n"
            + string.Concat(Enumerable.Range(0, 40).Select(at => string.Create(CultureInfo.InvariantCulture, $"r{at}\t{at % 3}\n")));
        var (path, page) = await service.Http.ChooseAsync("scores", null, Encoding.UTF8.GetBytes(table));
        Assert.Equal([("c0", "responseId"), ("c1", "machineScore")], Uses(page));
        var (status, stored) = await service.Http.SendFieldsAsync(
            path, ("as", "scores"), ("c0", "responseId"), ("c1", "machineScore"), ("item", "pasted"), ("scorer", "vendor-9"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("40 rows of pasted table: 40 new.", Text(stored), StringComparison.Ordinal);
        Assert.Contains("external=vendor-9", stored, StringComparison.Ordinal);
        var form = await service.Http.GetStringAsync("/audits/new?items=pasted&external=vendor-9", Cancellation);
        Assert.Matches("value=\"vendor-9\"\\s+checked", form);
        Assert.DoesNotMatch("name=\"bert\"[^>]*checked", form);
    }

    [Theory]
    [InlineData("windows-1252")]
    [InlineData("utf-16")]
    public async Task Letters_are_read_in_what_the_bytes_look_like(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var written = Encoding.GetEncoding(encoding);
        var (_, page) = await service.Http.ChooseAsync(
            "responses", "umlaut.csv",
            [.. written.GetPreamble(), .. written.GetBytes("responseId;text;humanScore;gender\nr1;Die Münze fällt schneller.;2;weiblich\n")]);
        Assert.Contains("Die Münze fällt schneller.", Text(page), StringComparison.Ordinal);
        Assert.Matches($"<option value=\"{encoding}\"\\s+selected", page);
    }

    [Fact]
    public async Task A_file_is_one_organisations_own_and_gone_with_its_time_or_a_student()
    {
        var files = service.Services.GetRequiredService<KeptFiles>();
        var id = (await files.AddAsync("default", "own.csv", [1, 2, 3], Cancellation))!;
        Assert.Null(await files.FindAsync("other", id, Cancellation));
        Assert.Equal([1, 2, 3], (await files.FindAsync("default", id, Cancellation))!.Content);
        await service.Database.ScalarAsync<object>($"update kept_files set created_at = now() - interval '61 minutes' where file_id = '{id}'");
        Assert.Null(await files.FindAsync("default", id, Cancellation));
        using var gone = await service.Http.GetAsync($"/upload/{id}?as=responses", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        await files.SweepAsync(Cancellation);
        Assert.Equal(0, await service.Database.ScalarAsync<long>($"select count(*) from kept_files where file_id = '{id}'"));
        var (path, _) = await service.Http.ChooseAsync("responses", "erased.csv", Encoding.UTF8.GetBytes(Essays));
        await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/nobody");
        Assert.Equal(0, await service.Database.ScalarAsync<long>($"select count(*) from kept_files where file_id = '{path.Split('/')[^1]}'"));
    }

    [Fact]
    public async Task Nothing_chosen_is_told_and_another_sites_form_refused()
    {
        using var nothing = await service.Http.PostAsync("/upload", Form("responses", "empty.csv", []), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
        Assert.Contains("Choose a file", await nothing.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/upload") { Content = Form("responses", "a.csv", "a"u8.ToArray()) };
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var refused = await service.Http.SendAsync(foreign, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Nonsense_in_a_form_is_refused_and_stores_nothing()
    {
        var (path, _) = await service.Http.ChooseAsync("99", "odd.csv", Encoding.UTF8.GetBytes(Essays));
        foreach (var wrong in (string[])["c4=bogus", "c999=text", "decimal=x", "encoding=utf-7"])
        {
            var (field, value) = (wrong.Split('=')[0], wrong.Split('=')[1]);
            var (status, page) = await service.Http.SendFieldsAsync(path,
                ("as", "responses,scores"), ("c0", "responseId"), ("c1", "text"), ("c2", "group"), ("c3", "humanScore"),
                (field, value), ("item", "odd"), ("scaleMin", "1"), ("scaleMax", "5"), ("scaleStep", "0.5"));
            Assert.True(status == HttpStatusCode.UnprocessableEntity, $"{wrong}: {status}");
            Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        }
        var (nul, _) = await service.Http.SendFieldsAsync(path, ("as", "responses"), ("c0", "responseId"), ("item", "a\0b"));
        Assert.Equal(HttpStatusCode.BadRequest, nul);
        var (many, _) = await service.Http.SendFieldsAsync(path, [.. Enumerable.Range(0, 2000).Select(at => ($"f{at}", "x"))]);
        Assert.Equal(HttpStatusCode.BadRequest, many);
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from items where item_id = 'odd'"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4000)]
    [InlineData(100_000)]
    public async Task A_damaged_workbook_is_said_to_be_one(int length)
    {
        byte[] content = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. Enumerable.Repeat((byte)0xFF, length)];
        var (_, page) = await service.Http.ChooseAsync("100", "damaged.xls", content);
        Assert.Contains("The file is no workbook that can be read; save it as xlsx or CSV.", page, StringComparison.Ordinal);
    }
}
