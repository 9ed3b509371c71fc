using Qyran.StorageBench;

// fill, measure and count for people (see README.md beside this file); write is what the crash tests kill
return args switch
{
    ["fill", var where, var rows] => await Filling.Run(where, int.Parse(rows, System.Globalization.CultureInfo.InvariantCulture)),
    ["measure", var where] => await Searching.Run(where),
    ["count", var where] => await Counting.Run(where),
    ["write", var data, ..] => await EndlessWriter.Run(data, args.Length > 2 ? args[2] : null),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("fill FILE.db|postgres://… ROWS · measure FILE.db|postgres://… · count FILE.db|postgres://… · write DATA-FOLDER [postgres://…]");
    return 64;
}
