using Qyran.LiveBench;

// proofs that cameras around the clock lose nothing, and what they cost (see README.md beside this file)
return args switch
{
    ["cameras", .. { Length: >= 5 } rest] => await Cameras.Run(rest),
    ["kills", .. var rest] => await Kills.Run(rest),
    ["outage", .. var rest] => await Outage.Run(rest),
    ["faults", .. var rest] => await Faults.Run(rest),
    ["full", .. var rest] => await FullDisk.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        cameras DATA-FOLDER SECONDS motion|MODEL.onnx|off SCENE.yaml|- SOURCE…   what cameras cost
        kills WORK-FOLDER [--count 200] [--seed 1] [--qyran QYRAN.dll]           a server killed again and again
        outage WORK-FOLDER [--seconds 600] [--qyran QYRAN.dll]                   the database away under a running server
        faults WORK-FOLDER [--deaths 10] [--seconds 30] [--qyran QYRAN.dll]      a bad network
        full WORK-FOLDER [--seconds 360] [--qyran QYRAN.dll]                     a disk filled to the brim
        """);
    return 64;
}
