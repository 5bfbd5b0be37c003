using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Host.Uploads;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Responses;
using ScoringFairness.Service.Responses.Files;
using ScoringFairness.Service.Responses.Privacy;
using ScoringFairness.Service.Scores;

namespace ScoringFairness.Service.Pages.Uploads;

/// <summary>From a kept file to its page, and to stored rows: through the same uploads as the interface's.</summary>
internal sealed class UploadFiles(UploadRunner uploads, ItemStore items, ItemResponses counted, TextCipher cipher) : IDisposable
{
    // A file is in memory while it comes in, and again while it is read.
    private readonly Places _arriving = new(8, 2, waiting: 0);
    private readonly Places _reading = new(2, 1, waiting: 16);

    private const int MostColumns = 300;
    private const int MostItems = 1000;

    /// <summary>Lets a file come in; null where too many do.</summary>
    public Task<IDisposable?> ArriveAsync(Caller caller, CancellationToken cancellation) => _arriving.TakeAsync(caller.OrganisationId, cancellation);

    /// <summary>Lets a file be read once others are; null where too many wait for that.</summary>
    public Task<IDisposable?> BeginAsync(Caller caller, CancellationToken cancellation) => _reading.TakeAsync(caller.OrganisationId, cancellation);

    public void Dispose()
    {
        _arriving.Dispose();
        _reading.Dispose();
    }

    /// <summary>Reads the columns of a file as it is said to be.</summary>
    /// <param name="caller">Whose file it is.</param>
    /// <param name="file">The file.</param>
    /// <param name="kind">What its rows are.</param>
    /// <param name="values">What was said of its columns.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Its view, and its rows where what was said can be used.</returns>
    public async Task<(UploadView View, RowsFile? Rows)> ReadAsync(
        Caller caller, KeptFile file, RowsOf kind, IReadOnlyDictionary<string, IReadOnlyList<string>> values, CancellationToken cancellation)
    {
        var view = new UploadView(file.FileId, file.Name, new UploadForm(kind, values, []))
        {
            Items = kind == RowsOf.Figures ? [] : [.. (await items.ListAsync(caller.OrganisationId, MostItems)).Select(item => item.ItemId)],
        };
        try
        {
            var rows = new RowsFile(file, view.Form["sheet"]);
            values = Proposed(file, view, rows);
            var (columns, count) = await ColumnsAsync(rows, new UploadForm(kind, values, []), cancellation);
            if (!view.Form.IsSent && view.Form["decimal"] is null && columns.Any(column => column.HasDecimalCommas))
            {
                values = new Dictionary<string, IReadOnlyList<string>>(values) { ["decimal"] = ["comma"] };
                (columns, count) = await ColumnsAsync(rows, new UploadForm(kind, values, []), cancellation);
            }
            var form = new UploadForm(kind, values, columns);
            view = view with { Form = form, Rows = count, Sheets = rows.Sheets, Sheet = rows.Sheet, Encoding = rows.IsCsv ? rows.Encoding : null };
            var errors = form.Check();
            Query(form).Check(errors);
            return errors.Any ? (view with { Errors = errors.ByField }, null) : (view, rows);
        }
        catch (BrokenInputException broken)
        {
            return (Broken(view, broken), null);
        }
    }

    /// <summary>Adds the first rows as they are read, and what would become of all.</summary>
    public async Task<UploadView> CheckAsync(Caller caller, UploadView view, RowsFile rows, CancellationToken cancellation)
    {
        try
        {
            return await CheckedAsync(caller, view, rows, cancellation);
        }
        catch (BrokenInputException broken)
        {
            return Broken(view, broken);
        }
    }

    /// <summary>Stores the rows: all, or none.</summary>
    public Task<UploadOutcome> StoreAsync(Caller caller, UploadForm form, RowsFile rows, CancellationToken cancellation)
    {
        var (query, upload) = Upload(caller, form);
        return uploads.RunAsync(caller, query, upload, rows.Rows(query, cancellation), body: null, cancellation);
    }

    private static UploadView Broken(UploadView view, BrokenInputException broken) =>
        view with { Errors = new Dictionary<string, string[]> { ["file"] = [Said(broken.Error)] } };

    private static string Said(RowError error) => error.Row == 0 ? error.Message : $"Row {error.Row}: {error.Message}";

    private static RowQuery Query(UploadForm form) => form.As switch
    {
        RowsOf.Responses => form.ToResponses(),
        RowsOf.Scores => form.ToScores(),
        _ => form.ToFigures(),
    };

    private (UploadQuery Query, IUpload Upload) Upload(Caller caller, UploadForm form)
    {
        if (form.As == RowsOf.Responses)
        {
            var responses = form.ToResponses();
            return (responses, new ResponseUpload(caller.OrganisationId, responses, items, counted, cipher));
        }
        var scores = form.ToScores();
        return (scores, new ScoreUpload(caller.OrganisationId, scores, items));
    }

    /// <summary>What was sent, and before anything was, what the bytes, the file's name and the items that there are propose.</summary>
    private static IReadOnlyDictionary<string, IReadOnlyList<string>> Proposed(KeptFile file, UploadView view, RowsFile rows)
    {
        var form = view.Form;
        if (form.IsSent)
        {
            return form.Values;
        }
        var name = Path.GetFileNameWithoutExtension(file.Name).Trim();
        var proposed = new Dictionary<string, IReadOnlyList<string>>(form.Values)
        {
            ["encoding"] = [rows.Encoding],
            ["item"] = [form.As == RowsOf.Scores ? view.Items is [var only] ? only : "" : Identifier.Problem(name) is null ? name : ""],
            ["scorer"] = [form.As == RowsOf.Scores && Identifier.Problem(name) is null ? name : ""],
        };
        return proposed;
    }

    private static async Task<(IReadOnlyList<FileColumn> Columns, long Rows)> ColumnsAsync(RowsFile file, UploadForm form, CancellationToken cancellation)
    {
        var query = Query(form);
        var errors = new Refusals();
        new Notation(query).Check(errors);
        if (errors.Any)
        {
            throw new BrokenInputException(new RowError(0, errors.ByField.Keys.First(), "query", errors.ByField.Values.First()[0]));
        }
        List<FileColumn> columns = [];
        var rows = 0L;
        await foreach (var row in file.Rows(query, cancellation))
        {
            if (rows++ == 0)
            {
                if (row.Columns.Count > MostColumns)
                {
                    throw new BrokenInputException(new RowError(0, null, "columns",
                        $"The file has {row.Columns.Count} columns; {MostColumns} at most are shown here. "
                        + "Remove those that are not needed, or send it by the API."));
                }
                columns.AddRange(row.Columns.Select((name, place) => new FileColumn(place, name)));
            }
            foreach (var column in row.Problem is null ? columns : [])
            {
                var value = row[column.Name];
                var isNumber = ScoreText.TryRead(value ?? "", query.DecimalComma, out var number);
                column.Add(value, isNumber ? number : null, !isNumber && ScoreText.TryRead(value ?? "", decimalComma: true, out _));
            }
        }
        return rows == 0 ? throw new BrokenInputException(new RowError(0, null, "empty", "The file holds no row below its header.")) : (columns, rows);
    }

    private async Task<UploadView> CheckedAsync(Caller caller, UploadView view, RowsFile rows, CancellationToken cancellation)
    {
        var form = view.Form;
        if (form.As == RowsOf.Figures)
        {
            return view with { Preview = await RowPreview.OfAsync(rows.Rows(form.ToFigures(), cancellation), form) };
        }
        var (query, upload) = Upload(caller, form);
        var preview = query is ResponseQuery responses
            ? await RowPreview.OfAsync(rows.Rows(query, cancellation), responses)
            : await RowPreview.OfAsync(rows.Rows(query, cancellation), (ScoreQuery)query);
        var outcome = await uploads.CheckAsync(caller, query, upload, rows.Rows(query, cancellation), cancellation);
        return view with { Preview = preview, Checked = RowsChecked.Of(outcome.Answer, query.Skips) };
    }

    /// <summary>How the rows of a query are written, and nothing else of it.</summary>
    private sealed record Notation : RowQuery
    {
        public Notation(RowQuery of) => (Encoding, Delimiter, Decimal) = (of.Encoding, of.Delimiter, of.Decimal);
    }
}
