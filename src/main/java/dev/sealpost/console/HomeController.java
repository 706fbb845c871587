package dev.sealpost.console;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Redirects the root path to the console. */
@Controller
class HomeController {

    @GetMapping("/")
    String home() {
        return "redirect:" + ConsoleSecurity.HAWTIO;
    }
}
