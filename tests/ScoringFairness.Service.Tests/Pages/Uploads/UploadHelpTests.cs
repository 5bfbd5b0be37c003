using System.Net;
using System.Text;
using ScoringFairness.Service.Tests.Reports;
using static ScoringFairness.Service.Tests.Pages.Uploads.UploadedFile;

namespace ScoringFairness.Service.Tests.Pages.Uploads;

/// <summary>What the page of an upload says and offers before rows are stored that no audit could use.</summary>
public sealed class UploadHelpTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Groupless = "No column holds a group: without one, such as gender or first language, nothing can be compared";

    [Theory]
    [InlineData("responseId,text,humanScore\nr1,An answer.,2\nr2,Another.,1\n", true)]
    [InlineData("responseId,text,humanScore,group.gender\nr1,An answer.,2,a\nr2,Another.,1,b\n", false)]
    [InlineData("""
        [{ "responseId": "r1", "text": "An answer.", "humanScore": 2, "groups": { "gender": "a" } },
        { "responseId": "r2", "text": "Another.", "humanScore": 1, "groups": { "gender": "b" } }]
        """, false)]
    public async Task A_table_without_groups_is_said_to_be_of_no_use(string rows, bool isSaid)
    {
        var (_, page) = await service.Http.ChooseAsync("responses", "groups.csv", Encoding.UTF8.GetBytes(rows));
        Assert.Contains("can be taken", Text(page), StringComparison.Ordinal);
        Assert.Equal(isSaid, Text(page).Contains(Groupless, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_column_may_hold_the_response_and_the_student()
    {
        var (path, page) = await service.Http.ChooseAsync(
            "responses", "both.csv", "who,text,humanScore,gender\nann,An answer.,2,a\nben,Another.,1,b\n"u8.ToArray());
        Assert.Contains("""<option value="responseAndStudentId">response and student id</option>""", page, StringComparison.Ordinal);
        (string, string)[] said =
        [
            ("as", "responses"), ("c0", "responseAndStudentId"), ("c1", "text"), ("c2", "humanScore"), ("c3", "group"), ("item", "both"),
            ("scaleMin", "0"), ("scaleMax", "2"),
        ];
        var (status, twice) = await service.Http.SendFieldsAsync(path, [.. said.Where(field => field.Item1 != "c1"), ("c1", "studentId"), ("noText", "true")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("'who', 'text' are all said to hold the student id; choose one.", Text(twice), StringComparison.Ordinal);
        (status, var stored) = await service.Http.SendFieldsAsync(path, said);
        Assert.True(status == HttpStatusCode.OK, Text(stored));
        Assert.Equal("ann ann, ben ben", await service.Database.ScalarAsync<string>(
            "select string_agg(response_id || ' ' || student_id, ', ' order by response_id) from responses where item_id = 'both'"));
    }

    [Fact]
    public async Task Scores_are_offered_the_items_that_there_are_and_told_in_the_words_of_the_page_what_they_lack()
    {
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=one&createItems=true&scaleMin=0&scaleMax=2", "responseId,text,humanScore\nr1,An answer.,2\n", "text/csv");
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=two&createItems=true&scaleMin=0&scaleMax=2", "responseId,text,humanScore\nr1,An answer.,2\n", "text/csv");
        var (path, page) = await service.Http.ChooseAsync("scores", "vendor.csv", "responseId,score\nr9,1\n"u8.ToArray());
        Assert.Matches("""<datalist id="item-choices">.*<option value="one"></option>.*</datalist>""", page);
        Assert.Contains("one, two", EvaluationPage.Text(page), StringComparison.Ordinal);
        var (status, refused) = await service.Http.SendFieldsAsync(
            path, ("as", "scores"), ("c0", "responseId"), ("c1", "machineScore"), ("item", "one"), ("scorer", "vendor"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("upload it first, among graded responses, with its human score", Text(refused), StringComparison.Ordinal);
        Assert.DoesNotContain("/v1/", Text(refused), StringComparison.Ordinal);
        (status, refused) = await service.Http.SendFieldsAsync(
            path, ("as", "scores"), ("c0", "responseId"), ("c1", "machineScore"), ("item", "one"), ("scorer", "vendor"), ("levels", "A"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("Words for the levels names fewer than two levels", Text(refused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scale_that_is_no_number_is_told_without_a_word_of_the_interface()
    {
        var (path, _) = await service.Http.ChooseAsync("responses", "scale.csv", "responseId,text,humanScore,gender\nr1,An answer.,2,a\n"u8.ToArray());
        var (status, refused) = await service.Http.SendFieldsAsync(
            path, ("as", "responses"), ("c0", "responseId"), ("c1", "text"), ("c2", "humanScore"), ("c3", "group"), ("item", "scale"), ("scaleMin", "low"),
            ("scaleMax", "2"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("'low' is not a number that fits here.", Text(refused), StringComparison.Ordinal);
        Assert.DoesNotContain("scaleMin", EvaluationPage.Text(refused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_an_item_names_texts_that_are_nearly_the_same()
    {
        const string Text = "People say that phones keep us apart from all our friends and I agree";
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=copied&createItems=true&scaleMin=0&scaleMax=2",
            $"responseId,studentId,text,humanScore\nfirst,s1,{Text},2\nsecond,s2,{Text},1\n", "text/csv");
        Assert.Contains(
            "2 of 2 responses that were compared (of all groups, of at least 8 words) are nearly the same as another student's; "
                + "most alike are first and second (100 %).",
            UploadedFile.Text(await service.Http.GetStringAsync("/items/copied", TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }
}
