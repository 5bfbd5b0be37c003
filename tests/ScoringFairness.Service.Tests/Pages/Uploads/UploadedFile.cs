using System.Net;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Tests.Pages.Uploads;

/// <summary>A file on its way through the pages of an upload.</summary>
internal static class UploadedFile
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The form of a file.</summary>
    public static MultipartFormDataContent Form(string rows, string? name, byte[] content)
    {
        var form = new MultipartFormDataContent { { new StringContent(rows), "as" } };
        if (name is null)
        {
            form.Add(new ByteArrayContent(content), "table");
        }
        else
        {
            form.Add(new ByteArrayContent(content), "file", name);
        }
        return form;
    }

    /// <summary>What is chosen for each column.</summary>
    public static IEnumerable<(string Column, string Use)> Uses(string page) =>
        Regex.Matches(page, "<select id=\"(c[0-9]+)\"[\\s\\S]*?</select>")
            .Select(select => (select.Groups[1].Value,
                Regex.Match(select.Value, "value=\"(\\w+)\"\\s+selected").Groups[1].Value));

    /// <summary>What stands in a field.</summary>
    public static string Value(string page, string field) =>
        Regex.Match(page, $"<input id=\"{field}\" [^>]*?value=\"([^\"]*)\"").Groups[1].Value;

    /// <summary>A page with a space between words.</summary>
    public static string Text(string page) => WebUtility.HtmlDecode(Regex.Replace(page, "\\s+", " "));

    /// <summary>Chooses a file, or pastes a table where it has no name.</summary>
    public static async Task<(string Path, string Page)> ChooseAsync(this HttpClient http, string rows, string? name, byte[] content)
    {
        using var page = await http.PostAsync("/upload", Form(rows, name, content), Cancellation);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        return (page.RequestMessage!.RequestUri!.AbsolutePath, await page.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>Sends what was said of its columns.</summary>
    public static async Task<(HttpStatusCode Status, string Page)> SendFieldsAsync(
        this HttpClient http, string path, params (string Field, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Field, field.Value)));
        using var answer = await http.PostAsync(path, form, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
