using ScoringFairness.Service.Tests.Reports;

namespace ScoringFairness.Service.Tests.Pages.Settings;

/// <summary>Forms as a browser sends them, and pages as people read them.</summary>
internal static class SentForms
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Sends a form.</summary>
    /// <returns>The status of the page that came of it, its address and its words.</returns>
    public static async Task<(int Status, string Address, string Words)> PostAsync(
        this HttpClient http, string path, params (string Field, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Field, field.Value)));
        using var answer = await http.PostAsync(path, form, Cancellation);
        var words = EvaluationPage.Text(await answer.Content.ReadAsStringAsync(Cancellation));
        return ((int)answer.StatusCode, answer.RequestMessage!.RequestUri!.AbsolutePath, words);
    }

    /// <summary>The words of a page.</summary>
    public static async Task<string> WordsAsync(this HttpClient http, string path) =>
        EvaluationPage.Text(await http.GetStringAsync(path, Cancellation));
}
