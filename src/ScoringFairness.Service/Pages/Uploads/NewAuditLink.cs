using ScoringFairness.Service.Scorers.External;

namespace ScoringFairness.Service.Pages.Uploads;

/// <summary>Where an audit of what a file held begins: the form of a new audit with its items, its attribute or its scorers chosen already.</summary>
internal static class NewAuditLink
{
    /// <summary>An address of more would be too long for servers.</summary>
    private const int MostOfField = 50;

    /// <summary>The address.</summary>
    public static string Of(UploadForm form)
    {
        IEnumerable<(string Field, string Value)> chosen =
        [
            .. (form.NeedsItem ? [form["item"]!]
                : form.IsOfItems ? form.Of(ColumnUse.HumanScore).Select(column => column.Name)
                : ValuesOf(form, ColumnUse.ItemId)).Take(MostOfField).Select(item => ("items", item)),
            .. form.Of(ColumnUse.Group).Take(1).Select(column => ("attribute", ColumnUse.Attribute(column.Name))),
            .. (form.As != RowsOf.Scores ? [] : form.Of(ColumnUse.Scorer).Count == 0 ? [form["scorer"]!] : ValuesOf(form, ColumnUse.Scorer))
                .Take(MostOfField).Select(ExternalKind.ChoiceOf),
        ];
        return "/audits/new" + QueryString.Create(chosen.Select(one => KeyValuePair.Create(one.Field, (string?)one.Value)));
    }

    /// <summary>What stands in the column of such a use; a value that is no id chooses nothing.</summary>
    private static IEnumerable<string> ValuesOf(UploadForm form, string use) =>
        form.Of(use).SelectMany(column => column.Values).Select(value => value.Trim()).Distinct();
}
