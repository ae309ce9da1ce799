System.Console.WriteLine("netcompile");
