using System.Net;
using System.Text.RegularExpressions;

namespace ScoringFairness.Service.Tests.Pages;

/// <summary>A form as a browser without scripts would send it: every field of the page with what stands in it.</summary>
internal sealed partial class PageForm
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    /// <summary>Reads the fields of a form.</summary>
    /// <param name="html">The page.</param>
    /// <param name="action">Where its form is sent.</param>
    public PageForm(string html, string action)
    {
        var form = html[html.IndexOf($"<form method=\"post\" action=\"{action}\"", StringComparison.Ordinal)..];
        form = form[..form.IndexOf("</form>", StringComparison.Ordinal)];
        foreach (Match tag in Field().Matches(form))
        {
            var (name, type) = (Attribute(tag.Value, "name"), Attribute(tag.Value, "type"));
            if (name is null || (type is "checkbox" or "radio" && !Checked().IsMatch(tag.Value)))
            {
                continue;
            }
            var options = Option().Matches(tag.Groups["options"].Value).Select(option => option.Value).ToList();
            var chosen = options.Find(option => option.Contains(" selected", StringComparison.Ordinal)) ?? options.FirstOrDefault() ?? tag.Value;
            _fields.Add(new(name, Attribute(chosen, "value") ?? ""));
        }
    }

    /// <summary>The value of a field; null where it is not sent.</summary>
    public string? this[string name] => _fields.Where(field => field.Key == name).Select(field => field.Value).FirstOrDefault();

    /// <summary>Every field that is sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>Fills in a field in the place of what stood there; null: nothing of it is sent.</summary>
    public PageForm Fill(string name, string? value)
    {
        _fields.RemoveAll(field => field.Key == name);
        if (value is not null)
        {
            _fields.Add(new(name, value));
        }
        return this;
    }

    /// <summary>Sends it by a button.</summary>
    public async Task<(HttpResponseMessage Answer, string Page)> SendAsync(HttpClient http, string? ask = null)
    {
        IEnumerable<KeyValuePair<string, string>> sent = ask is null ? _fields : [.. _fields, new("ask", ask)];
        using var content = new FormUrlEncodedContent(sent);
        var answer = await http.PostAsync(new Uri("/audits", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (answer, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $"""\s{name}="([^"]*)" """.TrimEnd()) is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : null;

    [GeneratedRegex("""<select\s[^>]*>(?<options>.*?)</select>|<input\s[^>]*>""", RegexOptions.Singleline)]
    private static partial Regex Field();

    [GeneratedRegex("""<option\s[^>]*>""")]
    private static partial Regex Option();

    [GeneratedRegex("""\schecked[\s/>=]""")]
    private static partial Regex Checked();
}
